import { ok } from "../../../protocol/result.ts";
import { withoutLeadingComments } from "../../kind/sniff-text.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import { MAX_BLOCK_CHARS, MAX_ROW_CELLS } from "../limits.ts";
import { CELL_SEPARATOR } from "../office/word-text.ts";
import type { DocumentOpener } from "../open-document.ts";
import { singleItemDocument } from "./plain-text.ts";
import { textPieces } from "./text-stream.ts";

/** A table as text (RFC 4180, or with semicolons or tabs as many programs write it): each row is one block. */
export const openCsv: DocumentOpener = async ({ reader }) => {
	const metadata = new DocumentMetadata();
	return ok(
		singleItemDocument(metadata, async (sink) => {
			let rows: CsvRows | undefined;
			let columns: string[] = [];
			let count = 0;
			for await (const piece of textPieces(reader)) {
				rows ??= new CsvRows(separatorOf(withoutLeadingComments(piece)), (cells) => {
					if (columns.length < 2) columns = cells;
					count += 1;
					sink.addBlock({ text: withoutTrailingEmptyCells(cells).join(CELL_SEPARATOR) });
				});
				rows.write(piece);
				await sink.yieldToLoop();
			}
			rows?.end();
			const shown = columns.slice(0, 100).map((column) => column.slice(0, 100));
			metadata.addFields("Table", { Rows: count, Columns: columns.length, "First row": shown });
		}),
	);
};

/** A row without the empty cells at its end, which programs add to give all rows the same length. */
function withoutTrailingEmptyCells(cells: readonly string[]): readonly string[] {
	return cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
}

/** The separator that occurs most often in the first line. */
function separatorOf(start: string): string {
	const line = start.slice(0, start.indexOf("\n") + 1 || 4000).replace(/"[^"]*"/g, "");
	const counts = [",", ";", "\t", "|"].map((mark) => [mark, line.split(mark).length] as const);
	return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Parses rows from pieces that may be cut anywhere. Examines each character once. */
class CsvRows {
	readonly #separator: string;
	readonly #row: (cells: string[]) => void;
	#cells: string[] = [];
	#cell = "";
	#quoted = false;
	/** A quote within quotes was read: it ends them, unless another follows. */
	#closing = false;

	constructor(separator: string, row: (cells: string[]) => void) {
		this.#separator = separator;
		this.#row = row;
	}

	write(text: string): void {
		for (const char of text) {
			if (this.#quoted && !this.#closing) {
				if (char === '"') this.#closing = true;
				else this.#add(char);
			} else if (char === '"') {
				if (this.#closing) this.#add('"');
				this.#quoted = this.#closing || this.#cell === "";
				if (!this.#quoted) this.#add('"');
				this.#closing = false;
			} else {
				this.#quoted = false;
				this.#closing = false;
				if (char === this.#separator) this.#endCell();
				else if (char === "\n") this.#endRow();
				else if (char !== "\r") this.#add(char);
			}
		}
	}

	/** Adds a character. A cell that never ends, for instance because of an open quote, is cut. */
	#add(char: string): void {
		this.#cell += char;
		if (this.#cell.length < MAX_BLOCK_CHARS) return;
		this.#endCell();
		this.#endRow();
	}

	#endCell(): void {
		if (this.#cells.length < MAX_ROW_CELLS) this.#cells.push(this.#cell.trim());
		this.#cell = "";
	}

	#endRow(): void {
		this.#endCell();
		if (this.#cells.some((cell) => cell !== "")) this.#row(this.#cells);
		this.#cells = [];
	}

	end(): void {
		this.#endRow();
	}
}
