import { ok, refuse } from "../../../protocol/result.ts";
import { Head } from "../document-metadata.ts";
import type { OpenFormat, TextSink } from "../open-document.ts";
import { attribute, type MarkupVisitor } from "../web/markup.ts";
import { countPictures, readProperties } from "./office-properties.ts";
import { incomplete, openZip } from "./open-zip.ts";
import { named, relationsOf, sideFile, walkFile } from "./package.ts";
import { CELL_MARK } from "./word-text.ts";

const MAIN = "ppt/presentation.xml";

/** A PowerPoint file (ECMA-376 part 1, 13 and 19): slide by slide, its speaker's notes behind each. */
export const openPptx: OpenFormat = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	const relations = await relationsOf(zip.value, MAIN);
	const targets = new Map(relations.map(({ id, target }) => [id, target]));
	const slides = named(await sideFile(zip.value, MAIN), "sldId").flatMap((slide) => {
		const id = [...slide.attributes].find(([name]) => /^\w+:id$/.test(name))?.[1];
		const target = targets.get(id ?? "");
		return target !== undefined && zip.value.entries.has(target) ? [target] : [];
	});
	if (slides.length === 0 && !zip.value.entries.has(MAIN))
		return refuse(incomplete(input.format.label, "the list of its slides"));
	const head = new Head();
	await readProperties(zip.value, head, ["docProps/core.xml", "docProps/app.xml"], "Office");
	countPictures(zip.value, head);
	return ok({
		unit: "slide",
		items: slides.length,
		head,
		place: (item) => ({ slide: item + 1 }),
		async read(item, sink) {
			const slide = slides[item] ?? "";
			await walkFile(zip.value, slide, new SlideText(sink), sink.breathe);
			for (const { type, target } of await relationsOf(zip.value, slide)) {
				if (type === "hyperlink") head.link(target);
				if (type !== "notesSlide" || !zip.value.entries.has(target)) continue;
				await walkFile(zip.value, target, new SlideText(sink, true), sink.breathe);
			}
		},
		async close() {},
	});
};

/** What a slide repeats on every page. */
const FURNITURE = new Set(["sldNum", "dt", "ftr", "hdr", "sldImg"]);

/** The text of one slide: paragraphs; its title as a heading; rows of tables. */
class SlideText implements MarkupVisitor {
	readonly #sink: TextSink;
	readonly #notes: boolean;
	#role = "";
	#paragraph = "";
	#inText = false;
	#row: string[] | undefined;

	constructor(sink: TextSink, notes = false) {
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
			this.#sink.block({ text: this.#row?.join(CELL_MARK) ?? "" });
			this.#row = undefined;
		}
	}

	#endParagraph(): void {
		const text = this.#paragraph;
		this.#paragraph = "";
		if (FURNITURE.has(this.#role)) return;
		if (this.#row) {
			const cell = this.#row.pop() ?? "";
			this.#row.push(cell === "" ? text : `${cell} ${text}`);
		} else if (!this.#notes && /^(title|ctrTitle)$/.test(this.#role)) this.#sink.block({ text, level: 2 });
		else this.#sink.block({ text });
	}
}
