import { ok, refuse } from "../../../protocol/result.ts";
import type { Place } from "../../../protocol/text/chunk.ts";
import { Head, label } from "../document-metadata.ts";
import { MAX_ROW_CELLS } from "../limits.ts";
import type { OpenFormat, TextSink } from "../open-document.ts";
import { attribute, type MarkupVisitor } from "../web/markup.ts";
import { countPictures, readProperties } from "./office-properties.ts";
import { encryptedProblem, incomplete, openZip } from "./open-zip.ts";
import { named, sideFile, walkFile } from "./package.ts";
import { CELL_MARK } from "./word-text.ts";

const TEXT = "content.xml";

/** An OpenDocument text, spreadsheet or presentation (OASIS OpenDocument 1.3 part 3): one file of text, whatever it is. */
export const openOdf: OpenFormat = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	if (!zip.value.entries.has(TEXT)) return refuse(incomplete(input.format.label, "its text"));
	const manifest = await sideFile(zip.value, "META-INF/manifest.xml");
	if (named(manifest, "encryption-data").length > 0) return refuse(encryptedProblem(input.format.label));
	const head = new Head();
	await readProperties(zip.value, head, ["meta.xml"], "OpenDocument");
	countPictures(zip.value, head);
	return ok({
		unit: "section",
		items: 1,
		head,
		place: () => ({}),
		read: (_item, sink) =>
			walkFile(zip.value, TEXT, new OdfText(sink, head, input.format.mime), sink.breathe),
		async close() {},
	});
};

/** Paragraphs, headings by their level, rows of tables as blocks; each sheet and each slide begins with its name. */
class OdfText implements MarkupVisitor {
	readonly #sink: TextSink;
	readonly #head: Head;
	/** Texts of the paragraphs that are open: notes and frames put paragraphs into paragraphs. */
	readonly #open: { text: string; level: number | undefined }[] = [];
	readonly #rows: string[][] = [];
	readonly #isSheets: boolean;
	#deleted = 0;
	#slides = 0;

	constructor(sink: TextSink, head: Head, mime: string) {
		this.#sink = sink;
		this.#head = head;
		this.#isSheets = mime.endsWith("spreadsheet");
	}

	open(name: string, attributes: { readonly [name: string]: string }): void {
		switch (name) {
			case "tracked-changes":
				this.#deleted += 1;
				break;
			case "p":
				this.#open.push({ text: "", level: undefined });
				break;
			case "h":
				this.#open.push({
					text: "",
					level: Math.max(1, Number(attribute(attributes, "outline-level")) || 1),
				});
				break;
			case "page":
				this.#slides += 1;
				this.#begin({ slide: this.#slides }, attribute(attributes, "name"));
				break;
			case "table": {
				const name = attribute(attributes, "name");
				// A table in a text is no sheet, and its name is the program's.
				if (this.#isSheets && name !== undefined && this.#rows.length === 0)
					this.#begin({ sheet: label(name) }, name);
				break;
			}
			case "table-row":
				this.#rows.push([]);
				break;
			case "table-cell":
				this.#rows.at(-1)?.push("");
				break;
			case "tab":
				this.text("\t");
				break;
			case "line-break":
				this.text("\n");
				break;
			case "s":
				this.text(" ");
				break;
			case "a":
				this.#head.link(attribute(attributes, "href"));
				break;
			default:
		}
	}

	#begin(place: Place, title: string | undefined): void {
		this.#sink.stand(place);
		if (title !== undefined) this.#sink.block({ text: title, level: 1 });
	}

	text(text: string): void {
		const paragraph = this.#open.at(-1);
		if (paragraph && this.#deleted === 0) paragraph.text += text.replace(/[\r\n]+/g, " ");
	}

	close(name: string): void {
		if (name === "tracked-changes") this.#deleted -= 1;
		else if (name === "p" || name === "h") this.#endParagraph();
		else if (name === "table-row") {
			const cells = (this.#rows.pop() ?? []).filter((cell) => cell !== "").slice(0, MAX_ROW_CELLS);
			if (cells.length > 0) this.#emit(cells.join(CELL_MARK), undefined);
		}
	}

	#endParagraph(): void {
		const paragraph = this.#open.pop();
		if (paragraph) this.#emit(paragraph.text, paragraph.level);
	}

	#emit(text: string, level: number | undefined): void {
		const row = this.#rows.at(-1);
		if (row === undefined) this.#sink.block(level === undefined ? { text } : { text, level });
		else row.push(`${row.pop() ?? ""} ${text}`.trim());
	}
}
