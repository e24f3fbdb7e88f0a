import { decodeUtf8, decodeUtf16 } from "../../bytes/text.ts";
import { readXml, type XmlElement } from "../../bytes/xml.ts";
import type { RangedReader } from "../../reader.ts";
import type { Pieces } from "../pieces.ts";

/** Bytes that are read: the size, the title and the metadata of a drawing stand before its shapes. */
const HEAD_BYTES = 256 * 1024;

/** Pixels of one unit (CSS Values 4, 6.2); others depend on the viewer. */
const UNITS: ReadonlyMap<string, number> = new Map([
	["", 1],
	["px", 1],
	["pt", 96 / 72],
	["pc", 16],
	["in", 96],
	["cm", 96 / 2.54],
	["mm", 96 / 25.4],
]);

/** Reads what a drawing says of itself: its size, its title and description, and XMP where it carries some. */
export async function readSvg(reader: RangedReader, pieces: Pieces): Promise<void> {
	const head = await reader.read(0, HEAD_BYTES);
	const wide = (head[0] ?? 0) >= 0xfe;
	const { root, sound } = readXml(wide ? decodeUtf16(head, true) : decodeUtf8(head));
	const whole = reader.size <= HEAD_BYTES;
	if (!sound && whole) pieces.defect("The drawing is not well-formed XML.");
	const svg = root.children.find(({ name }) => /^(\w+:)?svg$/.test(name));
	if (svg === undefined) pieces.defect("The drawing's root element is missing.");
	else readRoot(svg, head, whole, pieces);
}

function readRoot(svg: XmlElement, head: Uint8Array, whole: boolean, pieces: Pieces): void {
	const box = (svg.attributes.get("viewBox") ?? "")
		.trim()
		.split(/[\s,]+/)
		.map(Number);
	const width = pixels(svg.attributes.get("width")) ?? box[2];
	const height = pixels(svg.attributes.get("height")) ?? box[3];
	if (width !== undefined && height !== undefined && width > 0 && height > 0) {
		pieces.size = { width: Math.round(width), height: Math.round(height), source: "SVG root element" };
	}
	pieces.group("SVG", {
		ViewBox: svg.attributes.get("viewBox"),
		Title: textOf(svg, "title"),
		Description: textOf(svg, "desc"),
		Version: svg.attributes.get("version"),
	});
	// A packet that the end of the head cuts off would read as a broken one.
	if (whole && svg.children.some(({ name }) => name === "metadata")) pieces.xmp.push(head);
}

function pixels(length: string | undefined): number | undefined {
	const [, number, unit = ""] = /^\s*(\d+(?:\.\d+)?)([a-z%]*)\s*$/.exec(length ?? "") ?? [];
	const factor = UNITS.get(unit);
	return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

function textOf(parent: XmlElement, wanted: string): string | undefined {
	return parent.children.find(({ name }) => name === wanted)?.text.trim();
}
