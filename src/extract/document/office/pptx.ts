import { ok, refuse } from "../../../protocol/result.ts";
import { attribute, type MarkupVisitor } from "../../bytes/markup-walk.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import type { BlockSink, DocumentOpener } from "../open-document.ts";
import { countImages, readProperties } from "./office-properties.ts";
import { incompleteProblem, openZip } from "./open-zip.ts";
import { findElements, readXmlFile, relationshipsOf, walkMarkupFile } from "./package.ts";
import { CELL_SEPARATOR } from "./word-text.ts";

const MAIN = "ppt/presentation.xml";

/** A PowerPoint file (ECMA-376 part 1, 13 and 19): slide by slide, each followed by its speaker notes. */
export const openPptx: DocumentOpener = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	const relationships = await relationshipsOf(zip.value, MAIN);
	const targets = new Map(relationships.map(({ id, target }) => [id, target]));
	const slides = findElements(await readXmlFile(zip.value, MAIN), "sldId").flatMap((slide) => {
		const id = [...slide.attributes].find(([name]) => /^\w+:id$/.test(name))?.[1];
		const target = targets.get(id ?? "");
		return target !== undefined && zip.value.entries.has(target) ? [target] : [];
	});
	if (slides.length === 0 && !zip.value.entries.has(MAIN))
		return refuse(incompleteProblem(input.format.label, "its list of slides"));
	const metadata = new DocumentMetadata();
	await readProperties(zip.value, metadata, ["docProps/core.xml", "docProps/app.xml"], "Office");
	countImages(zip.value, metadata);
	return ok({
		unit: "slide",
		itemCount: slides.length,
		metadata,
		placeOf: (item) => ({ slide: item + 1 }),
		async readItem(item, sink) {
			const slide = slides[item] ?? "";
			await walkMarkupFile(zip.value, slide, new SlideText(sink), sink.yieldToLoop);
			for (const { type, target } of await relationshipsOf(zip.value, slide)) {
				if (type === "hyperlink") metadata.addLink(target);
				if (type !== "notesSlide" || !zip.value.entries.has(target)) continue;
				await walkMarkupFile(zip.value, target, new SlideText(sink, true), sink.yieldToLoop);
			}
		},
		async close() {},
	});
};

/** Placeholders that repeat on every slide: numbers, dates, headers and footers. */
const REPEATED_PLACEHOLDERS = new Set(["sldNum", "dt", "ftr", "hdr", "sldImg"]);

/** Turns one slide, or its notes, into blocks: the title as a heading, paragraphs, rows of tables. */
class SlideText implements MarkupVisitor {
	readonly #sink: BlockSink;
	readonly #notes: boolean;
	#role = "";
	#paragraph = "";
	#inText = false;
	#row: string[] | undefined;

	constructor(sink: BlockSink, notes = false) {
		this.#sink = sink;
		this.#notes = notes;
	}

	open(name: string, attributes: { readonly [name: string]: string }): void {
		if (name === "sp") this.#role = "";
		else if (name === "ph") this.#role = attribute(attributes, "type") ?? "";
		else if (name === "p") this.#paragraph = "";
		else if (name === "t") this.#inText = true;
		else if (name === "br") this.#paragraph += "\n";
		else if (name === "tr") this.#row = [];
		else if (name === "tc") this.#row?.push("");
	}

	text(text: string): void {
		if (this.#inText) this.#paragraph += text;
	}

	close(name: string): void {
		if (name === "t") this.#inText = false;
		else if (name === "p") this.#endParagraph();
		else if (name === "tr") {
			this.#sink.addBlock({ text: this.#row?.join(CELL_SEPARATOR) ?? "" });
			this.#row = undefined;
		}
	}

	#endParagraph(): void {
		const text = this.#paragraph;
		this.#paragraph = "";
		if (REPEATED_PLACEHOLDERS.has(this.#role)) return;
		if (this.#row) {
			const cell = this.#row.pop() ?? "";
			this.#row.push(cell === "" ? text : `${cell} ${text}`);
		} else if (!this.#notes && /^(title|ctrTitle)$/.test(this.#role)) this.#sink.addBlock({ text, level: 2 });
		else this.#sink.addBlock({ text });
	}
}
