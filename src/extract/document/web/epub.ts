import { ok, refuse } from "../../../protocol/result.ts";
import { Head } from "../document-metadata.ts";
import { countPictures, readProperties } from "../office/office-properties.ts";
import { encryptedProblem, incomplete, openZip } from "../office/open-zip.ts";
import { attributeOf, named, resolve, sideFile, walkFile } from "../office/package.ts";
import type { OpenFormat } from "../open-document.ts";
import { WebText } from "./web-text.ts";

/** Encryption of fonts only, which many sound books have (EPUB 3.3, 4.4). */
const FONT_ENCRYPTION = /obfuscation|font/i;

/** An EPUB book (W3C EPUB 3.3): chapter by chapter, in the order in which it is read. */
export const openEpub: OpenFormat = async (input) => {
	const zip = await openZip(input);
	if (!zip.ok) return zip;
	const container = await sideFile(zip.value, "META-INF/container.xml");
	const packageFile = named(container, "rootfile")[0];
	const opf = packageFile && attributeOf(packageFile, "full-path");
	if (opf === undefined || !zip.value.entries.has(opf))
		return refuse(incomplete(input.format.label, "the list of its chapters"));
	const locks = named(await sideFile(zip.value, "META-INF/encryption.xml"), "EncryptionMethod");
	if (locks.some((lock) => !FONT_ENCRYPTION.test(attributeOf(lock, "Algorithm") ?? "")))
		return refuse(encryptedProblem(input.format.label));
	const book = await sideFile(zip.value, opf);
	const folder = opf.slice(0, opf.lastIndexOf("/") + 1);
	const files = new Map(
		named(book, "item").map((item) => [
			attributeOf(item, "id") ?? "",
			resolve(folder, decodeName(attributeOf(item, "href") ?? "")),
		]),
	);
	const chapters = named(book, "itemref").flatMap((reference) => {
		const file = files.get(attributeOf(reference, "idref") ?? "");
		return file !== undefined && zip.value.entries.has(file) ? [file] : [];
	});
	const head = new Head();
	await readProperties(zip.value, head, [opf], "EPUB");
	countPictures(zip.value, head);
	return ok({
		unit: "chapter",
		items: chapters.length,
		head,
		place: (item) => ({ chapter: item + 1 }),
		async read(item, sink) {
			// What a chapter says of itself is not what the book says; its links are the book's.
			const chapter = new Head();
			await walkFile(zip.value, chapters[item] ?? "", new WebText(sink, chapter), sink.breathe, "html");
			for (const link of chapter.data.links) head.link(link);
		},
		async close() {},
	});
};

/** Names in a package file are addresses: `a%20b.xhtml`. */
function decodeName(name: string): string {
	try {
		return decodeURIComponent(name.split("#")[0] ?? "");
	} catch {
		return name;
	}
}
