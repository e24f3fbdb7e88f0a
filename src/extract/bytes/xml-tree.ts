import { QuoteType, Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { MAX_XML_DEPTH, MAX_XML_TAGS } from "../limits.ts";

/** One element. `text` is its own text, without that of its children. */
export interface XmlElement {
	/** With its prefix, such as `rdf:li`. */
	readonly name: string;
	readonly attributes: ReadonlyMap<string, string>;
	readonly children: readonly XmlElement[];
	readonly text: string;
}

interface OpenElement {
	readonly name: string;
	readonly attributes: Map<string, string>;
	readonly children: XmlElement[];
	text: string;
}

/** A parsed text. `root` has no name and contains everything. */
export interface XmlTree {
	readonly root: XmlElement;
	readonly wellFormed: boolean;
}

/**
 * Parses a small XML text, such as an XMP packet or a property file of an archive. Never throws: a text that is not well-formed
 * gives a tree of what could be read. Document types are skipped, so no entity can expand. The tokenizer only moves forward,
 * and tags and depth are bounded, so the time is linear.
 */
export function readXml(text: string): XmlTree {
	const builder = new TreeBuilder(text);
	// Without entities the tokenizer skips from tag to tag. With them an XMP packet takes about 60 % longer.
	const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, builder);
	builder.stop = () => tokenizer.pause();
	tokenizer.write(text);
	tokenizer.end();
	return { root: builder.root, wellFormed: builder.wellFormed };
}

/** Builds the tree from the tokenizer's events. Their arguments are offsets in the text. */
class TreeBuilder implements TokenizerCallbacks {
	readonly root: OpenElement = { name: "", attributes: new Map(), children: [], text: "" };
	/** Stops the tokenizer. */
	stop: () => void = () => {};
	readonly #text: string;
	/** The root, and the elements that are open below it. */
	readonly #open: OpenElement[] = [this.root];
	#current = this.root;
	#tags = 0;
	/** No error so far, and no bound reached. */
	#sound = true;
	/** Where the last complete tag or text ended. The tokenizer has no event for a tag that the end of the text cuts off. */
	#end = 0;
	#name = "";
	#attributes = new Map<string, string>();
	#attributeName = "";
	#attributeValue = "";

	constructor(text: string) {
		this.#text = text;
	}

	get wellFormed(): boolean {
		return this.#sound && this.#open.length === 1 && this.#end >= this.#text.length;
	}

	onopentagname(start: number, end: number): void {
		this.#name = this.#nameAt(start, end);
		this.#attributes = new Map();
	}

	onattribname(start: number, end: number): void {
		this.#attributeName = this.#nameAt(start, end);
		this.#attributeValue = "";
	}

	/** A quote in a name means that quotes before it are unbalanced. */
	#nameAt(start: number, end: number): string {
		const name = this.#text.slice(start, end);
		if (name.includes('"') || name.includes("'")) this.#sound = false;
		return name;
	}

	onattribdata(start: number, end: number): void {
		this.#attributeValue += this.#text.slice(start, end);
	}

	/** Attribute values without quotes are no XML (XML 1.0, 2.3) and are ignored. */
	onattribend(quote: QuoteType): void {
		if (quote === QuoteType.Single || quote === QuoteType.Double)
			this.#attributes.set(this.#attributeName, decodeEntities(this.#attributeValue));
	}

	onopentagend(end: number): void {
		const element = this.#add(end);
		if (element === undefined) return;
		this.#open.push(element);
		this.#current = element;
	}

	onselfclosingtag(end: number): void {
		this.#add(end);
	}

	/** Adds the element whose start tag ends here; `undefined` when it is nested too deeply. */
	#add(end: number): OpenElement | undefined {
		this.#pass(end + 1);
		if (this.#open.length > MAX_XML_DEPTH) {
			this.#sound = false;
			return undefined;
		}
		const element = { name: this.#name, attributes: this.#attributes, children: [], text: "" };
		this.#current.children.push(element);
		return element;
	}

	/** Closes the nearest open element of that name, and everything left open inside it. */
	onclosetag(start: number, end: number): void {
		// The event comes at the end of the name; whitespace may follow.
		const close = this.#text.indexOf(">", end);
		this.#pass(close + 1);
		const name = this.#text.slice(start, end);
		let depth = this.#open.length - 1;
		while (depth > 0 && this.#open[depth]?.name !== name) depth--;
		if (depth === 0 || depth < this.#open.length - 1) this.#sound = false;
		if (depth === 0) return;
		this.#open.length = depth;
		this.#current = this.#open[depth - 1] ?? this.root;
	}

	ontext(start: number, end: number): void {
		if (this.#text.startsWith("<", start)) this.#sound = false;
		this.#current.text += decodeEntities(this.#text.slice(start, end));
		this.#end = end;
	}

	oncdata(start: number, end: number, closingChars: number): void {
		this.#pass(end + 1);
		this.#current.text += this.#text.slice(start, end - closingChars);
	}

	oncomment(_start: number, end: number): void {
		this.#pass(end + 1);
	}

	ondeclaration(_start: number, end: number): void {
		this.#pass(end + 1);
	}

	/** `end` is the offset of the `?` in `?>`. */
	onprocessinginstruction(_start: number, end: number): void {
		this.#pass(end + 2);
	}

	#pass(end: number): void {
		this.#end = end;
		this.#tags += 1;
		if (this.#tags < MAX_XML_TAGS) return;
		this.#sound = false;
		this.stop();
	}

	/** Never called, because entities are not decoded by the tokenizer. */
	ontextentity(): void {}
	onattribentity(): void {}
	onend(): void {}
}

/** The predefined entities (XML 1.0, 4.6). */
const NAMED_ENTITIES: ReadonlyMap<string, string> = new Map([
	["lt", "<"],
	["gt", ">"],
	["amp", "&"],
	["quot", '"'],
	["apos", "'"],
]);

function decodeEntities(text: string): string {
	if (!text.includes("&")) return text;
	return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, entity: string) => {
		if (!entity.startsWith("#")) return NAMED_ENTITIES.get(entity) ?? whole;
		const hex = entity.charAt(1).toLowerCase() === "x";
		const code = hex ? Number.parseInt(entity.slice(2), 16) : Number.parseInt(entity.slice(1), 10);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
	});
}
