/** The value of a cell. */
export type Cell = string | number | boolean | null | undefined;

/** RFC 4180 §2: lines end with CRLF, on every system. */
const LINE_END = "\r\n";

/**
 * Text that a spreadsheet takes for a formula, which can fetch URLs and start programs; some spreadsheets skip a tab or a line
 * break before it. The full-width forms are what Japanese and Chinese input methods write.
 */
const FORMULA = /^(\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;

/**
 * Makes text safe for a spreadsheet. Facts come from untrusted files, so text that would be a formula gets an apostrophe before
 * it, which marks it as text (OWASP, "CSV Injection"). Numbers are our own and stay numbers: `-122.41` is a longitude.
 */
function escapeFormula(text: string): string {
	return FORMULA.test(text) ? `'${text}` : text;
}

function cellText(cell: Cell): string {
	if (cell === null || cell === undefined) return "";
	const text = typeof cell === "string" ? escapeFormula(cell) : String(cell);
	return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV (RFC 4180), with its line end. */
export function csvLine(cells: readonly Cell[]): string {
	return cells.map(cellText).join(",") + LINE_END;
}
