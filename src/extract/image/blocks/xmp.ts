import type { Json } from "../../../protocol/files/facts.ts";
import { decodeUtf8, decodeUtf16 } from "../../bytes/text.ts";
import { readXml, type XmlElement } from "../../bytes/xml-tree.ts";
import { boundedText, plainName } from "../../json/plain-json.ts";
import { MAX_LIST_ITEMS, MAX_VALUE_DEPTH, MAX_XMP_BYTES } from "../../limits.ts";
import { canonicalPrefix } from "./xmp-namespaces.ts";

/** XMP properties by `prefix:name`, with the customary prefix of the namespace. */
export type XmpFields = ReadonlyMap<string, Json>;

/** The properties of all packets of a file, and how well they could be read. */
export interface XmpReading {
	readonly fields: XmpFields;
	/** Whether the XML of every packet was well-formed. */
	readonly wellFormed: boolean;
	/** Whether bytes beyond `MAX_XMP_BYTES` were left out. */
	readonly truncated: boolean;
}

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/** Prefix in the packet → customary prefix. */
type Prefixes = ReadonlyMap<string, string>;

/** Reads XMP packets (ISO 16684-1, XMP part 1). The first value of a property wins; later packets only add to it. */
export function readXmp(packets: readonly Uint8Array[]): XmpReading {
	const fields = new Map<string, Json>();
	let wellFormed = true;
	let remaining = MAX_XMP_BYTES;
	let truncated = false;
	for (const packet of packets) {
		const bytes = packet.subarray(0, remaining);
		remaining -= bytes.length;
		truncated ||= bytes.length < packet.length;
		const xml = readXml(packetText(bytes));
		wellFormed &&= xml.wellFormed;
		collect(xml.root, new Map(), fields, 0);
	}
	return { fields, wellFormed, truncated };
}

/** A packet may be in UTF-16: then every second byte of its first characters is zero. */
function packetText(bytes: Uint8Array): string {
	const wide = bytes[0] === 0 || bytes[1] === 0 || (bytes[0] ?? 0) >= 0xfe;
	if (wide && bytes.length > 3) return decodeUtf16(bytes.subarray(0, bytes.length & ~1), bytes[1] === 0);
	return decodeUtf8(bytes);
}

/** Collects the properties of every `rdf:Description`, at any depth. */
function collect(element: XmlElement, outer: Prefixes, fields: Map<string, Json>, depth: number): void {
	const prefixes = withPrefixes(element, outer);
	const name = qualified(element.name, prefixes);
	if (name === "x:xmpmeta") {
		const toolkit = attribute(element, "xmptk");
		if (toolkit !== undefined) fields.set("x:xmptk", boundedText(toolkit));
	}
	if (name === "rdf:Description") {
		for (const [key, value] of properties(element, prefixes, depth))
			if (!fields.has(key)) fields.set(key, value);
		return;
	}
	for (const child of element.children) collect(child, prefixes, fields, depth + 1);
}

function attribute(element: XmlElement, local: string): string | undefined {
	for (const [name, value] of element.attributes) if (name.split(":").at(-1) === local) return value;
	return undefined;
}

/** Attributes and child elements of a description: both are properties. */
function properties(element: XmlElement, prefixes: Prefixes, depth: number): [string, Json][] {
	const found: [string, Json][] = [];
	for (const [key, value] of element.attributes) {
		const name = qualified(key, prefixes);
		if (name === "rdf:about" && value !== "") found.push([name, boundedText(value)]);
		else if (isProperty(name)) found.push([plainName(name), boundedText(value.trim())]);
	}
	for (const child of element.children) {
		const inner = withPrefixes(child, prefixes);
		const name = plainName(qualified(child.name, inner));
		const value = readValue(child, inner, depth + 1);
		if (value !== undefined) found.push([name, value]);
	}
	return found;
}

function isProperty(name: string): boolean {
	return !/^(xmlns|xml|rdf)(:|$)/.test(name) && name.includes(":");
}

/** The value of a property element: a list, a structure, a URI or text. */
function readValue(element: XmlElement, prefixes: Prefixes, depth: number): Json | undefined {
	if (depth > MAX_VALUE_DEPTH) return "(nested too deep)";
	const resource = [...element.attributes].find(([key]) => qualified(key, prefixes) === "rdf:resource");
	if (resource !== undefined) return boundedText(resource[1]);
	for (const child of element.children) {
		const inner = withPrefixes(child, prefixes);
		const name = qualified(child.name, inner);
		if (name === "rdf:Bag" || name === "rdf:Seq") return list(child, inner, depth);
		if (name === "rdf:Alt") return alternatives(child, inner, depth);
		if (name === "rdf:Description") return structure(child, inner, depth);
	}
	const structured = [...element.attributes.keys()].some((key) => isProperty(qualified(key, prefixes)));
	if (structured || element.children.length > 0) return structure(element, prefixes, depth);
	return boundedText(element.text.trim());
}

function structure(element: XmlElement, prefixes: Prefixes, depth: number): Json {
	const fields = new Map(properties(element, prefixes, depth));
	// A value with qualifiers (ISO 16684-1, 7.8): the qualifiers are dropped.
	return fields.get("rdf:value") ?? Object.fromEntries(fields);
}

function items(element: XmlElement): readonly XmlElement[] {
	return element.children.slice(0, MAX_LIST_ITEMS);
}

function list(element: XmlElement, prefixes: Prefixes, depth: number): Json {
	return items(element).flatMap((item) => readValue(item, withPrefixes(item, prefixes), depth + 1) ?? []);
}

/** Language alternatives by language tag; a single one as plain text. */
function alternatives(element: XmlElement, prefixes: Prefixes, depth: number): Json | undefined {
	const texts = new Map<string, Json>();
	for (const item of items(element)) {
		const value = readValue(item, withPrefixes(item, prefixes), depth + 1);
		const language = item.attributes.get("xml:lang") ?? `option ${texts.size + 1}`;
		if (value !== undefined) texts.set(plainName(language), value);
	}
	if (texts.size <= 1) return texts.values().next().value;
	return Object.fromEntries(texts);
}

/** `outer` with the namespace declarations of the element. */
function withPrefixes(element: XmlElement, outer: Prefixes): Prefixes {
	let inner: Map<string, string> | undefined;
	for (const [key, uri] of element.attributes) {
		if (!key.startsWith("xmlns:")) continue;
		inner ??= new Map(outer);
		const prefix = key.slice("xmlns:".length);
		inner.set(prefix, uri === RDF ? "rdf" : canonicalPrefix(uri, prefix));
	}
	return inner ?? outer;
}

/** The name with its customary prefix. */
function qualified(name: string, prefixes: Prefixes): string {
	const colon = name.indexOf(":");
	if (colon === -1) return name;
	const prefix = name.slice(0, colon);
	return `${prefixes.get(prefix) ?? prefix}${name.slice(colon)}`;
}
