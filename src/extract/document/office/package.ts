import { decodeUtf8, decodeUtf16 } from "../../bytes/text.ts";
import { readXml, type XmlElement } from "../../bytes/xml.ts";
import type { Zip } from "../../bytes/zip.ts";
import { MAX_SIDE_FILE_BYTES } from "../limits.ts";
import type { TextSink } from "../open-document.ts";
import { type MarkupVisitor, MarkupWalk } from "../web/markup.ts";

/** The elements below a node, itself aside, in the order of the text. */
export function* elementsOf(node: XmlElement): Generator<XmlElement> {
	for (const child of node.children) {
		yield child;
		yield* elementsOf(child);
	}
}

/** A name without its prefix. */
export function localNameOf({ name }: XmlElement): string {
	return name.slice(name.indexOf(":") + 1);
}

/** All elements of one name, whatever their prefix. */
export function named(node: XmlElement, name: string): XmlElement[] {
	return [...elementsOf(node)].filter((element) => localNameOf(element) === name);
}

/** The text of the first element of a name. */
export function textIn(node: XmlElement, name: string): string | undefined {
	return named(node, name)[0]?.text.trim();
}

/** The value of an attribute, whatever its prefix. */
export function attributeOf({ attributes }: XmlElement, name: string): string | undefined {
	for (const [key, value] of attributes) if (key === name || key.endsWith(`:${name}`)) return value;
	return undefined;
}

function decodeXml(bytes: Uint8Array): string {
	const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	return wide ? decodeUtf16(bytes, true) : decodeUtf8(bytes);
}

/** A small XML file of an archive as a tree; an empty one where it is missing, too large or broken. */
export async function sideFile(zip: Zip, name: string): Promise<XmlElement> {
	const bytes = await zip.bytes(name, MAX_SIDE_FILE_BYTES);
	return readXml(bytes === undefined ? "" : decodeXml(bytes)).root;
}

/** Walks a large markup file of an archive piece by piece, letting others run between. */
export async function walkFile(
	zip: Zip,
	name: string,
	visitor: MarkupVisitor,
	breathe: TextSink["breathe"],
	kind: "xml" | "html" = "xml",
): Promise<void> {
	const entry = zip.entries.get(name);
	if (entry === undefined) throw new Error("the file that the package names is not in it");
	const walk = new MarkupWalk(visitor, kind);
	let decoder: TextDecoder | undefined;
	let since = 0;
	for await (const piece of zip.pieces(entry)) {
		decoder ??= new TextDecoder(encodingOf(piece));
		walk.write(decoder.decode(piece, { stream: true }));
		since += piece.length;
		if (since < BREATH_BYTES) continue;
		since = 0;
		await breathe();
	}
	walk.write(decoder?.decode() ?? "");
	walk.end();
}

/** Bytes of markup between two breaths: about ten milliseconds. */
const BREATH_BYTES = 256 * 1024;

/** XML of packages is UTF-8, or UTF-16 with its mark. */
function encodingOf(start: Uint8Array): string {
	if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
	return start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : "utf-8";
}

/** A relation of an Office file: where it leads, and as what. */
export interface Relation {
	readonly id: string;
	/** The last word of its type, such as `hyperlink`. */
	readonly type: string;
	/** A name within the archive, or an address where it leads out. */
	readonly target: string;
}

/** The relations of one file of an Office package (ECMA-376 part 2). */
export async function relationsOf(zip: Zip, file: string): Promise<Relation[]> {
	const slash = file.lastIndexOf("/") + 1;
	const folder = file.slice(0, slash);
	const root = await sideFile(zip, `${folder}_rels/${file.slice(slash)}.rels`);
	return named(root, "Relationship").map((element) => {
		const target = attributeOf(element, "Target") ?? "";
		const external = attributeOf(element, "TargetMode") === "External";
		return {
			id: attributeOf(element, "Id") ?? "",
			type: (attributeOf(element, "Type") ?? "").split("/").at(-1) ?? "",
			target: external ? target : resolve(folder, target),
		};
	});
}

/** A name within an archive, seen from a folder of it. */
export function resolve(folder: string, target: string): string {
	const parts = target.startsWith("/") ? [] : folder.split("/").filter((part) => part !== "");
	for (const part of target.split("/")) {
		if (part === "..") parts.pop();
		else if (part !== "." && part !== "") parts.push(part);
	}
	return parts.join("/");
}
