import type { TextSink } from "../open-document.ts";
import type { MarkupVisitor } from "../web/markup.ts";
import { attribute } from "../web/markup.ts";

/** A paragraph that is open; text boxes put paragraphs into paragraphs. */
interface Paragraph {
	text: string;
	style: string | undefined;
	level: number | undefined;
}

/** Between the cells of a row. */
export const CELL_MARK = " | ";

/**
 * The text of WordprocessingML: paragraphs, with their level where their style is a heading's, and each row of a table as
 * one block. Deleted text, field codes and the fallbacks of drawings (which say the same again) are passed over.
 */
export class WordText implements MarkupVisitor {
	readonly #sink: TextSink;
	readonly #levels: ReadonlyMap<string, number>;
	readonly #paragraphs: Paragraph[] = [];
	/** Cells of the rows that are open; tables may lie in cells. */
	readonly #rows: string[][] = [];
	#inText = false;
	#fallbacks = 0;

	/** `levels` are the heading levels of paragraph styles. */
	constructor(sink: TextSink, levels: ReadonlyMap<string, number>) {
		this.#sink = sink;
		this.#levels = levels;
	}

	open(name: string, attributes: { readonly [name: string]: string }): void {
		const paragraph = this.#paragraphs.at(-1);
		switch (name) {
			case "Fallback":
				this.#fallbacks += 1;
				break;
			case "p":
				this.#paragraphs.push({ text: "", style: undefined, level: undefined });
				break;
			case "pStyle":
				if (paragraph) paragraph.style = attribute(attributes, "val");
				break;
			case "outlineLvl":
				if (paragraph) paragraph.level = outlineLevel(attribute(attributes, "val"));
				break;
			case "t":
				this.#inText = true;
				break;
			case "tab":
				this.#say("\t");
				break;
			case "br":
			case "cr":
				this.#say("\n");
				break;
			case "noBreakHyphen":
				this.#say("-");
				break;
			case "tr":
				this.#rows.push([]);
				break;
			case "tc":
				this.#rows.at(-1)?.push("");
				break;
			default:
		}
	}

	text(text: string): void {
		if (this.#inText) this.#say(text);
	}

	#say(text: string): void {
		const paragraph = this.#paragraphs.at(-1);
		if (paragraph && this.#fallbacks === 0) paragraph.text += text;
	}

	close(name: string): void {
		if (name === "t") this.#inText = false;
		else if (name === "Fallback") this.#fallbacks -= 1;
		else if (name === "p") this.#endParagraph();
		else if (name === "tr") this.#endRow();
	}

	#endParagraph(): void {
		const paragraph = this.#paragraphs.pop();
		if (paragraph === undefined) return;
		const level = paragraph.level ?? this.#levels.get(paragraph.style ?? "");
		this.#emit(paragraph.text, level);
	}

	#endRow(): void {
		const cells = this.#rows.pop() ?? [];
		if (cells.some((cell) => cell !== ""))
			this.#emit(cells.map((cell) => cell.trim()).join(CELL_MARK), undefined);
	}

	/** Into the cell that is open, else to whoever reads. */
	#emit(text: string, level: number | undefined): void {
		const row = this.#rows.at(-1);
		if (row === undefined) {
			this.#sink.block(level === undefined ? { text } : { text, level });
			return;
		}
		const cell = row.pop() ?? "";
		row.push(cell === "" ? text.trim() : `${cell} ${text.trim()}`);
	}
}

/** `w:outlineLvl` counts from 0; 9 is body text. */
export function outlineLevel(value: string | undefined): number | undefined {
	const level = Number(value);
	return value !== undefined && level >= 0 && level < 9 ? level + 1 : undefined;
}
