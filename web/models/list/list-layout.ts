/** A batch in the list: which stretch of the order is its. */
export interface Section {
	readonly batch: number;
	/** Where its files begin in the order, and how many there are. */
	readonly start: number;
	readonly count: number;
}

/** A section with its place in the page, in pixels from the list's top. */
export interface PlacedSection extends Section {
	readonly top: number;
	readonly height: number;
}

/** Pixels of a heading, of a row, and between two sections. */
export interface ListSizes {
	readonly heading: number;
	readonly row: number;
	readonly gap: number;
}

/** Where every section stands. Rows have one height, so nothing is ever measured. */
export function placeSections(sections: readonly Section[], sizes: ListSizes): readonly PlacedSection[] {
	let top = 0;
	return sections.map((section) => {
		const height = sizes.heading + section.count * sizes.row;
		const placed = { ...section, top, height };
		top += height + sizes.gap;
		return placed;
	});
}

/** The height of everything. */
export function heightOf(placed: readonly PlacedSection[]): number {
	const last = placed.at(-1);
	return last === undefined ? 0 : last.top + last.height;
}

/** The first section whose end lies behind `edge`; the number of sections when there is none. */
function firstBehind(placed: readonly PlacedSection[], edge: number): number {
	let low = 0;
	let high = placed.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const section = placed[middle];
		if (section !== undefined && section.top + section.height <= edge) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Sections of which something lies between two edges: from `start` up to but not including `end`. */
export function sectionsBetween(
	placed: readonly PlacedSection[],
	upper: number,
	lower: number,
): { readonly start: number; readonly end: number } {
	const start = firstBehind(placed, upper);
	let end = start;
	while (end < placed.length && (placed[end]?.top ?? lower) < lower) end++;
	return { start, end };
}

/** The section that a place of the order belongs to. */
export function sectionAt(placed: readonly PlacedSection[], at: number): PlacedSection | undefined {
	let low = 0;
	let high = placed.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const section = placed[middle];
		if (section === undefined) return undefined;
		if (at < section.start) high = middle - 1;
		else if (at >= section.start + section.count) low = middle + 1;
		else return section;
	}
	return undefined;
}
