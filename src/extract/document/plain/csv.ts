import { ok } from "../../../protocol/result.ts";
import { withoutRemarks } from "../../kind/sniff-text.ts";
import { Head } from "../document-metadata.ts";
import { MAX_BLOCK_CHARS, MAX_ROW_CELLS } from "../limits.ts";
import { CELL_MARK } from "../office/word-text.ts";
import type { OpenFormat } from "../open-document.ts";
import { wholeText } from "./plain-text.ts";
import { textPieces } from "./text-stream.ts";

/** A table as text (RFC 4180, and with semicolons or tabs as many programs write it): each row is one block. */
export const openCsv: OpenFormat = async ({ reader }) => {
	const head = new Head();
	return ok(
		wholeText(head, async (sink) => {
			let rows: CsvRows | undefined;
			let columns: string[] = [];
			let count = 0;
			for await (const piece of textPieces(reader)) {
				rows ??= new CsvRows(separatorOf(withoutRemarks(piece)), (cells) => {
					if (columns.length < 2) columns = cells;
					count += 1;
					sink.block({ text: withoutTail(cells).join(CELL_MARK) });
				});
				rows.write(piece);
				await sink.breathe();
			}
			rows?.end();
			const shown = columns.slice(0, 100).map((column) => column.slice(0, 100));
			head.group("Table", { Rows: count, Columns: columns.length, "First row": shown });
		}),
	);
};

/** A row without the empty cells at its end, which programs write to make all rows alike. */
function withoutTail(cells: readonly string[]): readonly string[] {
	return cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
}

/** The separator that stands most often in the first line. */
function separatorOf(start: string): string {
	const line = start.slice(0, start.indexOf("\n") + 1 || 4000).replace(/"[^"]*"/g, "");
	const counts = [",", ";", "\t", "|"].map((mark) => [mark, line.split(mark).length] as const);
	return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Takes rows apart, however they are cut into pieces. Every character is looked at once. */
class CsvRows {
	readonly #separator: string;
	readonly #row: (cells: string[]) => void;
	#cells: string[] = [];
	#cell = "";
	#quoted = false;
	/** A quote was met within quotes: it ends them, unless another follows. */
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

	/** A cell without end, such as an open quote makes one, is cut. */
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
