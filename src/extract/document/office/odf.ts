import { ok, refuse } from "../../../protocol/result.ts";
import type { TextLocation } from "../../../protocol/text/chunk.ts";
import { attribute, type MarkupVisitor } from "../../bytes/markup-walk.ts";
import { DocumentMetadata, toLabel } from "../document-metadata.ts";
import { MAX_ROW_CELLS } from "../limits.ts";
import type { BlockSink, DocumentOpener } from "../open-document.ts";
import { countImages, readProperties } from "./office-properties.ts";
import { encryptedProblem, incompleteProblem, openZip } from "./open-zip.ts";
import { findElements, readXmlFile, walkMarkupFile } from "./package.ts";
import { CELL_SEPARATOR } from "./word-text.ts";

const TEXT = "content.xml";

/** An OpenDocument text, spreadsheet or presentation (OASIS OpenDocument 1.3 part 3). All have their text in one file. */
export const openOdf: DocumentOpener = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	if (!zip.value.entries.has(TEXT)) return refuse(incompleteProblem(input.format.label, "its text"));
	const manifest = await readXmlFile(zip.value, "META-INF/manifest.xml");
	if (findElements(manifest, "encryption-data").length > 0)
		return refuse(encryptedProblem(input.format.label));
	const metadata = new DocumentMetadata();
	await readProperties(zip.value, metadata, ["meta.xml"], "OpenDocument");
	countImages(zip.value, metadata);
	return ok({
		unit: "section",
		itemCount: 1,
		metadata,
		placeOf: () => ({}),
		readItem: (_item, sink) =>
			walkMarkupFile(zip.value, TEXT, new OdfText(sink, metadata, input.format.mime), sink.yieldToLoop),
		async close() {},
	});
};

/** Turns OpenDocument content into blocks: paragraphs, headings, rows of tables. Each sheet and slide begins with its name. */
class OdfText implements MarkupVisitor {
	readonly #sink: BlockSink;
	readonly #metadata: DocumentMetadata;
	/** Open paragraphs. Notes and frames nest paragraphs in paragraphs. */
	readonly #open: { text: string; level: number | undefined }[] = [];
	readonly #rows: string[][] = [];
	readonly #isSheets: boolean;
	#trackedChanges = 0;
	#slides = 0;

	constructor(sink: BlockSink, metadata: DocumentMetadata, mime: string) {
		this.#sink = sink;
		this.#metadata = metadata;
		this.#isSheets = mime.endsWith("spreadsheet");
	}

	open(name: string, attributes: { readonly [name: string]: string }): void {
		switch (name) {
			case "tracked-changes":
				this.#trackedChanges += 1;
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
				// A table in a text document is not a sheet, and its name is generated.
				if (this.#isSheets && name !== undefined && this.#rows.length === 0)
					this.#begin({ sheet: toLabel(name) }, name);
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
				this.#metadata.addLink(attribute(attributes, "href"));
				break;
			default:
		}
	}

	#begin(place: TextLocation, title: string | undefined): void {
		this.#sink.setPlace(place);
		if (title !== undefined) this.#sink.addBlock({ text: title, level: 1 });
	}

	text(text: string): void {
		const paragraph = this.#open.at(-1);
		if (paragraph && this.#trackedChanges === 0) paragraph.text += text.replace(/[\r\n]+/g, " ");
	}

	close(name: string): void {
		if (name === "tracked-changes") this.#trackedChanges -= 1;
		else if (name === "p" || name === "h") this.#endParagraph();
		else if (name === "table-row") {
			const cells = (this.#rows.pop() ?? []).filter((cell) => cell !== "").slice(0, MAX_ROW_CELLS);
			if (cells.length > 0) this.#emit(cells.join(CELL_SEPARATOR), undefined);
		}
	}

	#endParagraph(): void {
		const paragraph = this.#open.pop();
		if (paragraph) this.#emit(paragraph.text, paragraph.level);
	}

	#emit(text: string, level: number | undefined): void {
		const row = this.#rows.at(-1);
		if (row === undefined) this.#sink.addBlock(level === undefined ? { text } : { text, level });
		else row.push(`${row.pop() ?? ""} ${text}`.trim());
	}
}
