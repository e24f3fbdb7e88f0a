import type { Zip } from "../../bytes/zip.ts";
import type { Head } from "../document-metadata.ts";
import { elementsOf, localNameOf, sideFile } from "./package.ts";

/** Which property tells which of our facts (ECMA-376 part 2, 11; Dublin Core; OpenDocument 1.3, 4.3). */
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

/** Properties that a file may have; more are not kept. */
const MAX_PROPERTIES = 60;

/** Reads what an Office or OpenDocument file says of itself out of its property files. */
export async function readProperties(
	zip: Zip,
	head: Head,
	files: readonly string[],
	source: string,
): Promise<void> {
	for (const file of files) {
		const fields = new Map<string, string>();
		for (const element of elementsOf(await sideFile(zip, file))) {
			const text = element.text.trim();
			if (text !== "" && element.children.length === 0 && fields.size < MAX_PROPERTIES)
				fields.set(localNameOf(element), text.slice(0, 1000).toWellFormed());
		}
		// The same word is when a text was changed in OpenDocument, and when a book came out in EPUB.
		head.tell(source === "EPUB" ? "createdAt" : "modifiedAt", fields.get("date"), `${source} date`);
		for (const [property, fact] of FACTS) head.tell(fact, fields.get(property), `${source} ${property}`);
		head.group(source, Object.fromEntries(fields));
	}
}

/** Counts the pictures that lie in an archive. */
export function countPictures(zip: Zip, head: Head): void {
	for (const { name, size } of zip.entries.values())
		if (/\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)$/i.test(name)) head.image(size);
}
