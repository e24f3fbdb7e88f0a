import { ok, refuse } from "../../../protocol/result.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import { countImages, readProperties } from "../office/office-properties.ts";
import { encryptedProblem, incompleteProblem, openZip } from "../office/open-zip.ts";
import { attributeOf, findElements, readXmlFile, resolvePath, walkMarkupFile } from "../office/package.ts";
import type { DocumentOpener } from "../open-document.ts";
import { HtmlText } from "./html-text.ts";

/** Obfuscation of fonts (EPUB 3.3, 4.4). It is common in books whose text can be read. */
const FONT_ENCRYPTION = /obfuscation|font/i;

/** An EPUB book (W3C EPUB 3.3): chapter by chapter, in reading order. */
export const openEpub: DocumentOpener = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	const container = await readXmlFile(zip.value, "META-INF/container.xml");
	const packageFile = findElements(container, "rootfile")[0];
	const opf = packageFile && attributeOf(packageFile, "full-path");
	if (opf === undefined || !zip.value.entries.has(opf))
		return refuse(incompleteProblem(input.format.label, "its list of chapters"));
	const encryptions = findElements(
		await readXmlFile(zip.value, "META-INF/encryption.xml"),
		"EncryptionMethod",
	);
	if (encryptions.some((method) => !FONT_ENCRYPTION.test(attributeOf(method, "Algorithm") ?? "")))
		return refuse(encryptedProblem(input.format.label));
	const book = await readXmlFile(zip.value, opf);
	const folder = opf.slice(0, opf.lastIndexOf("/") + 1);
	const files = new Map(
		findElements(book, "item").map((item) => [
			attributeOf(item, "id") ?? "",
			resolvePath(folder, decodeName(attributeOf(item, "href") ?? "")),
		]),
	);
	const chapters = findElements(book, "itemref").flatMap((reference) => {
		const file = files.get(attributeOf(reference, "idref") ?? "");
		return file !== undefined && zip.value.entries.has(file) ? [file] : [];
	});
	const metadata = new DocumentMetadata();
	await readProperties(zip.value, metadata, [opf], "EPUB");
	countImages(zip.value, metadata);
	return ok({
		unit: "chapter",
		itemCount: chapters.length,
		metadata,
		placeOf: (item) => ({ chapter: item + 1 }),
		async readItem(item, sink) {
			// The title and author of a chapter are not those of the book, but its links belong to the book.
			const chapter = new DocumentMetadata();
			await walkMarkupFile(
				zip.value,
				chapters[item] ?? "",
				new HtmlText(sink, chapter),
				sink.yieldToLoop,
				"html",
			);
			for (const link of chapter.data.links) metadata.addLink(link);
		},
		async close() {},
	});
};

/** File names in the package document are URLs, such as `a%20b.xhtml`. */
function decodeName(name: string): string {
	try {
		return decodeURIComponent(name.split("#")[0] ?? "");
	} catch {
		return name;
	}
}
