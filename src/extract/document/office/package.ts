import { localName, type MarkupVisitor, MarkupWalk } from "../../bytes/markup-walk.ts";
import { decodeUtf8, decodeUtf16 } from "../../bytes/text.ts";
import { readXml, type XmlElement } from "../../bytes/xml-tree.ts";
import type { ZipArchive } from "../../bytes/zip.ts";
import { MAX_XML_FILE_BYTES } from "../limits.ts";
import type { BlockSink } from "../open-document.ts";

/** All elements below a node, in the order of the text. */
export function* descendants(node: XmlElement): Generator<XmlElement> {
	for (const child of node.children) {
		yield child;
		yield* descendants(child);
	}
}

/** All elements below a node with this local name. */
export function findElements(node: XmlElement, name: string): XmlElement[] {
	return [...descendants(node)].filter((element) => localName(element.name) === name);
}

/** The value of an attribute by its local name. */
export function attributeOf({ attributes }: XmlElement, name: string): string | undefined {
	for (const [key, value] of attributes) if (key === name || key.endsWith(`:${name}`)) return value;
	return undefined;
}

function decodeXml(bytes: Uint8Array): string {
	const hasUtf16Bom = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	return hasUtf16Bom ? decodeUtf16(bytes, true) : decodeUtf8(bytes);
}

/** A small XML file of an archive as a tree, which is empty when the file is missing or too large. */
export async function readXmlFile(zip: ZipArchive, name: string): Promise<XmlElement> {
	const bytes = await zip.readFile(name, MAX_XML_FILE_BYTES);
	return readXml(bytes === undefined ? "" : decodeXml(bytes)).root;
}

/** Walks a markup file of an archive piece by piece, and lets other work run in between. */
export async function walkMarkupFile(
	zip: ZipArchive,
	name: string,
	visitor: MarkupVisitor,
	yieldToLoop: BlockSink["yieldToLoop"],
	kind: "xml" | "html" = "xml",
): Promise<void> {
	const entry = zip.entries.get(name);
	if (entry === undefined) throw new Error("the package refers to a file that it does not contain");
	const walk = new MarkupWalk(visitor, kind);
	let decoder: TextDecoder | undefined;
	let sinceYield = 0;
	for await (const piece of zip.unpack(entry)) {
		decoder ??= new TextDecoder(encodingOf(piece));
		walk.write(decoder.decode(piece, { stream: true }));
		sinceYield += piece.length;
		if (sinceYield < BYTES_BETWEEN_YIELDS) continue;
		sinceYield = 0;
		await yieldToLoop();
	}
	walk.write(decoder?.decode() ?? "");
	walk.end();
}

/** Bytes of markup between two yields: about ten milliseconds. */
const BYTES_BETWEEN_YIELDS = 256 * 1024;

/** XML in packages is UTF-8, or UTF-16 with a byte order mark. */
function encodingOf(start: Uint8Array): string {
	if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
	return start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : "utf-8";
}

/** A relationship of a part of an Office package. */
export interface Relationship {
	readonly id: string;
	/** The last segment of its type, such as `hyperlink`. */
	readonly type: string;
	/** A file of the archive, or a URL when it is external. */
	readonly target: string;
}

/** The relationships of one part of an Office package (ECMA-376 part 2). */
export async function relationshipsOf(zip: ZipArchive, file: string): Promise<Relationship[]> {
	const slash = file.lastIndexOf("/") + 1;
	const folder = file.slice(0, slash);
	const root = await readXmlFile(zip, `${folder}_rels/${file.slice(slash)}.rels`);
	return findElements(root, "Relationship").map((element) => {
		const target = attributeOf(element, "Target") ?? "";
		const external = attributeOf(element, "TargetMode") === "External";
		return {
			id: attributeOf(element, "Id") ?? "",
			type: (attributeOf(element, "Type") ?? "").split("/").at(-1) ?? "",
			target: external ? target : resolvePath(folder, target),
		};
	});
}

/** Resolves a path relative to a folder of the archive. */
export function resolvePath(folder: string, target: string): string {
	const parts = target.startsWith("/") ? [] : folder.split("/").filter((part) => part !== "");
	for (const part of target.split("/")) {
		if (part === "..") parts.pop();
		else if (part !== "." && part !== "") parts.push(part);
	}
	return parts.join("/");
}
