/** A batch in the list: its range of the order. */
export interface Section {
	readonly batch: number;
	/** Index of its first file in the order, and number of files. */
	readonly start: number;
	readonly count: number;
}

/** A section with its position, in pixels from the top of the list. */
export interface PlacedSection extends Section {
	readonly top: number;
	readonly height: number;
}

/** Pixels of a heading, a row, and the gap between two sections. */
export interface ListSizes {
	readonly heading: number;
	readonly row: number;
	readonly gap: number;
}

/** Positions of all sections. Rows have a fixed height, so nothing needs to be measured. */
export function placeSections(sections: readonly Section[], sizes: ListSizes): readonly PlacedSection[] {
	let top = 0;
	return sections.map((section) => {
		const height = sizes.heading + section.count * sizes.row;
		const placed = { ...section, top, height };
		top += height + sizes.gap;
		return placed;
	});
}

/** The total height. */
export function totalHeight(placed: readonly PlacedSection[]): number {
	const last = placed.at(-1);
	return last === undefined ? 0 : last.top + last.height;
}

/** Index of the first section that ends below `edge`; the number of sections if there is none. */
function firstSectionPast(placed: readonly PlacedSection[], edge: number): number {
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

/** The sections visible between two edges: from `start` up to, but not including, `end`. */
export function sectionsBetween(
	placed: readonly PlacedSection[],
	upper: number,
	lower: number,
): { readonly start: number; readonly end: number } {
	const start = firstSectionPast(placed, upper);
	let end = start;
	while (end < placed.length && (placed[end]?.top ?? lower) < lower) end++;
	return { start, end };
}

/** The section that contains an index of the order. */
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
