import { ok, refuse } from "../../../protocol/result.ts";
import type { XmlElement } from "../../bytes/xml.ts";
import type { Zip } from "../../bytes/zip.ts";
import { Head } from "../document-metadata.ts";
import type { OpenFormat } from "../open-document.ts";
import { countPictures, readProperties } from "./office-properties.ts";
import { incomplete, openZip } from "./open-zip.ts";
import { attributeOf, named, type Relation, relationsOf, sideFile, walkFile } from "./package.ts";
import { outlineLevel, WordText } from "./word-text.ts";

/** What may stand beside the text of a Word file and is read too, each under its own heading. */
const BESIDE: readonly (readonly [relation: string, heading: string])[] = [
	["footnotes", "Footnotes"],
	["endnotes", "Endnotes"],
	["comments", "Comments"],
];

/** A Word file (ECMA-376 part 1, 11 and 17): its text, then its notes and comments. */
export const openDocx: OpenFormat = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	const main = mainFile(await relationsOf(zip.value, ""));
	if (!zip.value.entries.has(main)) return refuse(incomplete(input.format.label, "its text"));
	const relations = await relationsOf(zip.value, main);
	const levels = await headingStyles(zip.value, relations);
	const head = new Head();
	await readProperties(zip.value, head, ["docProps/core.xml", "docProps/app.xml"], "Office");
	countPictures(zip.value, head);
	for (const { type, target } of relations) if (type === "hyperlink") head.link(target);
	const files: { file: string; heading?: string }[] = [{ file: main }];
	for (const [wanted, heading] of BESIDE) {
		const beside = relations.find(({ type, target }) => type === wanted && zip.value.entries.has(target));
		if (beside) files.push({ file: beside.target, heading });
	}
	return ok({
		unit: "section",
		items: files.length,
		head,
		place: () => ({}),
		async read(item, sink) {
			const { file, heading } = files[item] ?? { file: main };
			let headed = heading === undefined;
			const titled = {
				...sink,
				block: (block: { text: string; level?: number }) => {
					if (!headed && block.text.trim() !== "") {
						sink.block({ text: heading ?? "", level: 1 });
						headed = true;
					}
					if (headed) sink.block(block);
				},
			};
			await walkFile(zip.value, file, new WordText(titled, levels), sink.breathe);
		},
		async close() {},
	});
};

/** The file that the package names as its document. */
function mainFile(relations: readonly Relation[]): string {
	return relations.find(({ type }) => type === "officeDocument")?.target ?? "word/document.xml";
}

/** Heading levels by the ids of paragraph styles: ids are translated, names and outline levels are not. */
async function headingStyles(zip: Zip, relations: readonly Relation[]): Promise<Map<string, number>> {
	const file = relations.find(({ type }) => type === "styles")?.target ?? "word/styles.xml";
	const levels = new Map<string, number>();
	const basedOn = new Map<string, string>();
	for (const style of named(await sideFile(zip, file), "style")) {
		const id = attributeOf(style, "styleId");
		if (id === undefined) continue;
		const level = levelOfStyle(style);
		if (level !== undefined) levels.set(id, level);
		const base = named(style, "basedOn")[0];
		if (base) basedOn.set(id, attributeOf(base, "val") ?? "");
	}
	for (const id of basedOn.keys()) {
		const level = levels.get(basedOn.get(id) ?? "");
		if (level !== undefined && !levels.has(id)) levels.set(id, level);
	}
	return levels;
}

function levelOfStyle(style: XmlElement): number | undefined {
	const name = (attributeOf(named(style, "name")[0] ?? style, "val") ?? "").toLowerCase();
	if (name === "title") return 1;
	const heading = /^heading ([1-9])$/.exec(name)?.[1];
	if (heading !== undefined) return Number(heading);
	const outline = named(style, "outlineLvl")[0];
	return outline && outlineLevel(attributeOf(outline, "val"));
}
