import { decodeUtf8, decodeUtf16 } from "../../bytes/text.ts";
import { readXml, type XmlElement } from "../../bytes/xml-tree.ts";
import type { RangedReader } from "../../ranged-reader.ts";
import type { ImageContents } from "../image-contents.ts";

/** Bytes that are read: a drawing's size, title and metadata come before its shapes. */
const HEAD_BYTES = 256 * 1024;

/** CSS pixels per unit (CSS Values 4, 6.2); other units depend on the viewer. */
const PIXELS_PER_UNIT: ReadonlyMap<string, number> = new Map([
	["", 1],
	["px", 1],
	["pt", 96 / 72],
	["pc", 16],
	["in", 96],
	["cm", 96 / 2.54],
	["mm", 96 / 25.4],
]);

/** Reads a drawing's size, title and description, and its XMP packet if it has one. */
export async function readSvg(reader: RangedReader, contents: ImageContents): Promise<void> {
	const head = await reader.read(0, HEAD_BYTES);
	const isUtf16 = (head[0] ?? 0) >= 0xfe;
	const { root, wellFormed } = readXml(isUtf16 ? decodeUtf16(head, true) : decodeUtf8(head));
	const whole = reader.size <= HEAD_BYTES;
	if (!wellFormed && whole) contents.addDefect("The drawing is not well-formed XML.");
	const svg = root.children.find(({ name }) => /^(\w+:)?svg$/.test(name));
	if (svg === undefined) contents.addDefect("The drawing's root element is missing.");
	else readRoot(svg, head, whole, contents);
}

function readRoot(svg: XmlElement, head: Uint8Array, whole: boolean, contents: ImageContents): void {
	const viewBox = (svg.attributes.get("viewBox") ?? "")
		.trim()
		.split(/[\s,]+/)
		.map(Number);
	const width = pixels(svg.attributes.get("width")) ?? viewBox[2];
	const height = pixels(svg.attributes.get("height")) ?? viewBox[3];
	if (width !== undefined && height !== undefined && width > 0 && height > 0) {
		contents.size = { width: Math.round(width), height: Math.round(height), source: "SVG root element" };
	}
	contents.addGroup("SVG", {
		ViewBox: svg.attributes.get("viewBox"),
		Title: textOf(svg, "title"),
		Description: textOf(svg, "desc"),
		Version: svg.attributes.get("version"),
	});
	// A packet cut off at the end of the bytes read would look damaged.
	if (whole && svg.children.some(({ name }) => name === "metadata")) contents.xmp.push(head);
}

function pixels(length: string | undefined): number | undefined {
	const [, number, unit = ""] = /^\s*(\d+(?:\.\d+)?)([a-z%]*)\s*$/.exec(length ?? "") ?? [];
	const factor = PIXELS_PER_UNIT.get(unit);
	return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

function textOf(parent: XmlElement, childName: string): string | undefined {
	return parent.children.find(({ name }) => name === childName)?.text.trim();
}
