import { attribute, type MarkupVisitor } from "../../bytes/markup-walk.ts";
import type { BlockSink } from "../open-document.ts";

/** An open paragraph. Text boxes nest paragraphs in paragraphs. */
interface Paragraph {
	text: string;
	style: string | undefined;
	level: number | undefined;
}

/** Separates the cells of a row. */
export const CELL_SEPARATOR = " | ";

/**
 * Turns WordprocessingML into blocks: paragraphs, with a level when their style is a heading, and each row of a table as one
 * block. Deleted text, field codes and the fallbacks of drawings (which repeat their text) are skipped.
 */
export class WordText implements MarkupVisitor {
	readonly #sink: BlockSink;
	readonly #levels: ReadonlyMap<string, number>;
	readonly #paragraphs: Paragraph[] = [];
	/** Cells of the open rows. Cells may contain tables. */
	readonly #rows: string[][] = [];
	#inText = false;
	#fallbacks = 0;

	/** `levels`: heading levels by paragraph style. */
	constructor(sink: BlockSink, levels: ReadonlyMap<string, number>) {
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
				this.#append("\t");
				break;
			case "br":
			case "cr":
				this.#append("\n");
				break;
			case "noBreakHyphen":
				this.#append("-");
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
		if (this.#inText) this.#append(text);
	}

	#append(text: string): void {
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
			this.#emit(cells.map((cell) => cell.trim()).join(CELL_SEPARATOR), undefined);
	}

	/** Adds text to the open cell, or as a block outside of tables. */
	#emit(text: string, level: number | undefined): void {
		const row = this.#rows.at(-1);
		if (row === undefined) {
			this.#sink.addBlock(level === undefined ? { text } : { text, level });
			return;
		}
		const cell = row.pop() ?? "";
		row.push(cell === "" ? text.trim() : `${cell} ${text.trim()}`);
	}
}

/** The heading level of a `w:outlineLvl`, which counts from 0; 9 is body text. */
export function outlineLevel(value: string | undefined): number | undefined {
	const level = Number(value);
	return value !== undefined && level >= 0 && level < 9 ? level + 1 : undefined;
}
