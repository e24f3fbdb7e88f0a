import { ok, refuse } from "../../../protocol/result.ts";
import type { XmlElement } from "../../bytes/xml-tree.ts";
import type { ZipArchive } from "../../bytes/zip.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import type { BlockSink, DocumentOpener } from "../open-document.ts";
import { countImages, readProperties } from "./office-properties.ts";
import { incompleteProblem, openZip } from "./open-zip.ts";
import {
	attributeOf,
	findElements,
	type Relationship,
	readXmlFile,
	relationshipsOf,
	walkMarkupFile,
} from "./package.ts";
import { outlineLevel, WordText } from "./word-text.ts";

/** Further parts with text, each read under a heading of its own. */
const NOTE_FILES: readonly (readonly [relation: string, heading: string])[] = [
	["footnotes", "Footnotes"],
	["endnotes", "Endnotes"],
	["comments", "Comments"],
];

/** A Word file (ECMA-376 part 1, 11 and 17): its text, then notes and comments. */
export const openDocx: DocumentOpener = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	const main = mainFile(await relationshipsOf(zip.value, ""));
	if (!zip.value.entries.has(main)) return refuse(incompleteProblem(input.format.label, "its text"));
	const relationships = await relationshipsOf(zip.value, main);
	const levels = await headingStyles(zip.value, relationships);
	const metadata = new DocumentMetadata();
	await readProperties(zip.value, metadata, ["docProps/core.xml", "docProps/app.xml"], "Office");
	countImages(zip.value, metadata);
	for (const { type, target } of relationships) if (type === "hyperlink") metadata.addLink(target);
	const files: { file: string; heading?: string }[] = [{ file: main }];
	for (const [wanted, heading] of NOTE_FILES) {
		const notes = relationships.find(({ type, target }) => type === wanted && zip.value.entries.has(target));
		if (notes) files.push({ file: notes.target, heading });
	}
	return ok({
		unit: "section",
		itemCount: files.length,
		metadata,
		placeOf: () => ({}),
		async readItem(item, sink) {
			const { file, heading } = files[item] ?? { file: main };
			// The heading comes before the first block with text, so that empty notes have none.
			let hasHeading = heading === undefined;
			const headedSink: BlockSink = {
				...sink,
				addBlock: (block) => {
					if (!hasHeading && block.text.trim() !== "") {
						sink.addBlock({ text: heading ?? "", level: 1 });
						hasHeading = true;
					}
					if (hasHeading) sink.addBlock(block);
				},
			};
			await walkMarkupFile(zip.value, file, new WordText(headedSink, levels), sink.yieldToLoop);
		},
		async close() {},
	});
};

/** The main document part of the package. */
function mainFile(relationships: readonly Relationship[]): string {
	return relationships.find(({ type }) => type === "officeDocument")?.target ?? "word/document.xml";
}

/** Heading levels by style id. Ids are translated by Word; style names and outline levels are not. */
async function headingStyles(
	zip: ZipArchive,
	relationships: readonly Relationship[],
): Promise<Map<string, number>> {
	const file = relationships.find(({ type }) => type === "styles")?.target ?? "word/styles.xml";
	const levels = new Map<string, number>();
	const basedOn = new Map<string, string>();
	for (const style of findElements(await readXmlFile(zip, file), "style")) {
		const id = attributeOf(style, "styleId");
		if (id === undefined) continue;
		const level = levelOfStyle(style);
		if (level !== undefined) levels.set(id, level);
		const base = findElements(style, "basedOn")[0];
		if (base) basedOn.set(id, attributeOf(base, "val") ?? "");
	}
	for (const id of basedOn.keys()) {
		const level = levels.get(basedOn.get(id) ?? "");
		if (level !== undefined && !levels.has(id)) levels.set(id, level);
	}
	return levels;
}

function levelOfStyle(style: XmlElement): number | undefined {
	const name = (attributeOf(findElements(style, "name")[0] ?? style, "val") ?? "").toLowerCase();
	if (name === "title") return 1;
	const heading = /^heading ([1-9])$/.exec(name)?.[1];
	if (heading !== undefined) return Number(heading);
	const outline = findElements(style, "outlineLvl")[0];
	return outline && outlineLevel(attributeOf(outline, "val"));
}
