import { MAX_XML_DEPTH, MAX_XML_NODES } from "../limits.ts";

/** One element. Text is what stands directly in it. */
export interface XmlElement {
	readonly name: string;
	readonly attributes: ReadonlyMap<string, string>;
	readonly children: readonly XmlElement[];
	readonly text: string;
}

interface Open {
	readonly name: string;
	readonly attributes: Map<string, string>;
	readonly children: XmlElement[];
	text: string;
}

/** What a reading gave: a root that holds everything, and whether the text was well formed. */
export interface XmlReading {
	readonly root: XmlElement;
	readonly sound: boolean;
}

const NAMED: ReadonlyMap<string, string> = new Map([
	["lt", "<"],
	["gt", ">"],
	["amp", "&"],
	["quot", '"'],
	["apos", "'"],
]);

/**
 * Reads small XML, such as is found in photos and beside the text of documents: no document types, so no entities to blow up; a wrong or missing end tag closes
 * what it can. Every step moves forward in the text, and elements and depth are bounded, so the time is linear.
 */
export function readXml(text: string): XmlReading {
	const root: Open = { name: "", attributes: new Map(), children: [], text: "" };
	const stack: Open[] = [root];
	let sound = true;
	let at = 0;
	for (let count = 0; count < MAX_XML_NODES; count++) {
		const current = stack.at(-1) ?? root;
		const open = text.indexOf("<", at);
		current.text += decodeEntities(open === -1 ? text.slice(at) : text.slice(at, open));
		if (open === -1) return { root, sound: sound && stack.length === 1 };
		const special = skipSpecial(text, open);
		if (special !== undefined) {
			if (special.data !== undefined) current.text += special.data;
			at = special.end;
			continue;
		}
		const end = tagEnd(text, open);
		if (end === -1) return { root, sound: false };
		const tag = text.slice(open + 1, end);
		at = end + 1;
		if (tag.startsWith("/")) sound = close(stack, tag.slice(1).trim()) && sound;
		else if (stack.length > MAX_XML_DEPTH) sound = false;
		else start(tag, current, stack);
	}
	return { root, sound: false };
}

/** Comments, declarations and plain data. */
function skipSpecial(text: string, at: number): { readonly end: number; readonly data?: string } | undefined {
	const until = (mark: string, from: number) => {
		const found = text.indexOf(mark, from);
		return found === -1 ? text.length : found + mark.length;
	};
	if (text.startsWith("<?", at)) return { end: until("?>", at) };
	if (text.startsWith("<!--", at)) return { end: until("-->", at) };
	if (text.startsWith("<![CDATA[", at)) {
		const end = until("]]>", at);
		return { end, data: text.slice(at + 9, end - 3) };
	}
	return text.startsWith("<!", at) ? { end: until(">", at) } : undefined;
}

/** Where the tag ends; a `>` within quotes does not end it. */
function tagEnd(text: string, from: number): number {
	let quote = "";
	for (let at = from + 1; at < text.length; at++) {
		const char = text.charAt(at);
		if (quote !== "") {
			if (char === quote) quote = "";
		} else if (char === '"' || char === "'") quote = char;
		else if (char === ">") return at;
	}
	return -1;
}

function start(tag: string, current: Open, stack: Open[]): void {
	const empty = tag.endsWith("/");
	const name = /^[^\s/>]+/.exec(tag)?.[0] ?? "";
	const element: Open = { name, attributes: attributesOf(tag, name.length), children: [], text: "" };
	current.children.push(element);
	if (!empty) stack.push(element);
}

/** Reads `name="value"` pairs by hand: a pattern over hostile text would try every start again. */
function attributesOf(tag: string, from: number): Map<string, string> {
	const attributes = new Map<string, string>();
	let at = from;
	while (at < tag.length) {
		const equals = tag.indexOf("=", at);
		if (equals === -1) break;
		const key = tag.slice(at, equals).trim().split(/\s/).at(-1) ?? "";
		let open = equals + 1;
		while (open < tag.length && /\s/.test(tag.charAt(open))) open++;
		const quote = tag.charAt(open);
		const close = quote === '"' || quote === "'" ? tag.indexOf(quote, open + 1) : -1;
		if (close === -1) break;
		attributes.set(key, decodeEntities(tag.slice(open + 1, close)));
		at = close + 1;
	}
	return attributes;
}

/** Closes the nearest element of that name and what was left open in it. */
function close(stack: Open[], name: string): boolean {
	for (let depth = stack.length - 1; depth > 0; depth--) {
		if (stack[depth]?.name !== name) continue;
		const exact = depth === stack.length - 1;
		stack.length = depth;
		return exact;
	}
	return false;
}

function decodeEntities(text: string): string {
	if (!text.includes("&")) return text;
	return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, entity: string) => {
		if (!entity.startsWith("#")) return NAMED.get(entity) ?? whole;
		const hex = entity.charAt(1).toLowerCase() === "x";
		const code = hex ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
	});
}
