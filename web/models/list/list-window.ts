/** Rows kept ready above and below what is visible, so that a quick scroll shows no gap. */
const SPARE_ROWS = 6;

/** Which rows exist in the page: from `start` up to but not including `end`. */
export interface Window {
	readonly start: number;
	readonly end: number;
}

/**
 * The rows to render of a list with rows of one height.
 *
 * @param scrolled pixels of the list that are above the visible part; negative while the list begins below its top
 */
export function windowOf(scrolled: number, visible: number, row: number, count: number): Window {
	const first = Math.floor(scrolled / row) - SPARE_ROWS;
	const last = Math.ceil((scrolled + visible) / row) + SPARE_ROWS;
	const start = Math.max(0, Math.min(first, count));
	return { start, end: Math.max(start, Math.min(last, count)) };
}

/** Where the keyboard goes from a row; `undefined` when the key is not for the list. */
export function rowAfterKey(key: string, at: number, count: number, page: number): number | undefined {
	if (count === 0) return undefined;
	const within = (row: number) => Math.max(0, Math.min(count - 1, row));
	switch (key) {
		case "ArrowDown":
			return within(at + 1);
		case "ArrowUp":
			return within(at - 1);
		case "PageDown":
			return within(at + page);
		case "PageUp":
			return within(at - page);
		case "Home":
			return 0;
		case "End":
			return count - 1;
		default:
			return undefined;
	}
}
