import { localName } from "../../bytes/markup-walk.ts";
import type { ZipArchive } from "../../bytes/zip.ts";
import type { DocumentMetadata } from "../document-metadata.ts";
import { descendants, readXmlFile } from "./package.ts";

/** Facts by property name (ECMA-376 part 2, 11; Dublin Core; OpenDocument 1.3, 4.3). The first property of a fact wins. */
const FACTS: readonly (readonly [property: string, fact: string])[] = [
	["title", "title"],
	["creator", "author"],
	["initial-creator", "author"],
	["subject", "subject"],
	["description", "subject"],
	["created", "createdAt"],
	["creation-date", "createdAt"],
	["modified", "modifiedAt"],
	["lastModifiedBy", "modifiedBy"],
	["language", "language"],
	["Application", "producer"],
	["generator", "producer"],
	["publisher", "publisher"],
	["rights", "rights"],
];

/** Properties that are read from one file. */
const MAX_PROPERTIES = 60;

/** Reads the property files of an Office, OpenDocument or EPUB file: the facts, and a group called `source` with all properties. */
export async function readProperties(
	zip: ZipArchive,
	metadata: DocumentMetadata,
	files: readonly string[],
	source: string,
): Promise<void> {
	for (const file of files) {
		const fields = new Map<string, string>();
		for (const element of descendants(await readXmlFile(zip, file))) {
			const text = element.text.trim();
			if (text !== "" && element.children.length === 0 && fields.size < MAX_PROPERTIES)
				fields.set(localName(element.name), text.slice(0, 1000).toWellFormed());
		}
		// `date` is the last modification in OpenDocument, and the publication in EPUB.
		metadata.setFact(source === "EPUB" ? "createdAt" : "modifiedAt", fields.get("date"), `${source} date`);
		for (const [property, fact] of FACTS)
			metadata.setFact(fact, fields.get(property), `${source} ${property}`);
		metadata.addFields(source, Object.fromEntries(fields));
	}
}

/** Counts the images in an archive. */
export function countImages(zip: ZipArchive, metadata: DocumentMetadata): void {
	for (const { name, size } of zip.entries.values())
		if (/\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$/i.test(name)) metadata.addImage(size);
}
