import { COLUMNS, column } from "./columns.ts";
import { csvLine } from "./csv.ts";
import type { FileRow } from "./file-row.ts";

/** The formats in which facts can be written. */
export const TABLE_FORMATS = ["json", "jsonl", "csv"] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];

export function isTableFormat(text: string | undefined): text is TableFormat {
	return TABLE_FORMATS.some((format) => format === text);
}

/** Writes text; resolves when more may be written, so that ten thousand files do not pile up in memory. */
export type WriteText = (text: string) => Promise<void>;

/** What the JSON document says about the run as a whole. */
export interface TableHead {
	readonly server: string;
	readonly batch: string;
}

/** How a format writes rows: what comes before them, each of them, and what comes after. */
interface Layout {
	readonly before: string;
	row(row: FileRow, isFirst: boolean): string;
	readonly after: string;
}

function csvLayout(names: readonly string[]): Layout {
	const columns = names.map(column);
	return { before: csvLine(names), row: (row) => csvLine(columns.map((cell) => cell(row))), after: "" };
}

function jsonLayout({ server, batch }: TableHead): Layout {
	const head = `{"server":${JSON.stringify(server)},"batch":${JSON.stringify(batch)},"files":[`;
	return {
		before: head,
		row: (row, isFirst) => `${isFirst ? "" : ","}\n${JSON.stringify(row)}`,
		after: "\n]}\n",
	};
}

const JSONL: Layout = { before: "", row: (row) => `${JSON.stringify(row)}\n`, after: "" };

/** Writes a table row by row, as the rows come. JSON Lines can be read from the first line on; JSON is one document. */
export async function writeTable(
	format: TableFormat,
	rows: AsyncIterable<FileRow>,
	write: WriteText,
	{ head, columns = COLUMNS }: { head: TableHead; columns?: readonly string[] | undefined },
): Promise<void> {
	const layouts = { csv: () => csvLayout(columns), json: () => jsonLayout(head), jsonl: () => JSONL };
	const layout = layouts[format]();
	await write(layout.before);
	let isFirst = true;
	for await (const row of rows) {
		await write(layout.row(row, isFirst));
		isFirst = false;
	}
	await write(layout.after);
}
