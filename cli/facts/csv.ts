/** What a cell may hold. */
export type Cell = string | number | boolean | null | undefined;

/** RFC 4180, section 2.1: lines end so on every system. */
const LINE_END = "\r\n";

/**
 * A spreadsheet takes a cell that begins so for a formula, and a formula can fetch addresses and start programs; a tab or
 * a line break before it is skipped by some. The wide forms are what Japanese and Chinese input methods write.
 */
const FORMULA = /^(\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;

/**
 * Text as a spreadsheet may see it. Facts come out of files that anybody made, so a text that would be a formula gets an
 * apostrophe before it, which spreadsheets take for "this is text" (OWASP, "CSV Injection"). Numbers are written by us
 * and stay numbers: `-122.41` is a longitude.
 */
function harmless(text: string): string {
	return FORMULA.test(text) ? `'${text}` : text;
}

function cellText(cell: Cell): string {
	if (cell === null || cell === undefined) return "";
	const text = typeof cell === "string" ? harmless(cell) : String(cell);
	return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of a table by RFC 4180, its end included. */
export function csvLine(cells: readonly Cell[]): string {
	return cells.map(cellText).join(",") + LINE_END;
}
