/** Rows rendered above and below the visible ones, so that a quick scroll shows no gap. */
const OVERSCAN_ROWS = 6;

/** The rows to render: from `start` up to, but not including, `end`. */
export interface RowWindow {
	readonly start: number;
	readonly end: number;
}

/**
 * The rows to render of a list with rows of one height.
 *
 * @param scrolled pixels of the list that are above the visible part; negative while the list begins below its top
 */
export function visibleRows(scrolled: number, visible: number, row: number, count: number): RowWindow {
	const first = Math.floor(scrolled / row) - OVERSCAN_ROWS;
	const last = Math.ceil((scrolled + visible) / row) + OVERSCAN_ROWS;
	const start = Math.max(0, Math.min(first, count));
	return { start, end: Math.max(start, Math.min(last, count)) };
}

/** The row that a key moves to; `undefined` if the key is not for the list. */
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
