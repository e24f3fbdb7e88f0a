import { Parser } from "htmlparser2";
import { MAX_MARKUP_DEPTH } from "../limits.ts";
import { ReadLimitError } from "../ranged-reader.ts";

/** Attributes of one element, by their names as written. */
export type Attributes = { readonly [name: string]: string };

/** Receives the elements and text of a walk. Element names come without their prefix: `w:p` is `p`. */
export interface MarkupVisitor {
	open(name: string, attributes: Attributes): void;
	text(text: string): void;
	close(name: string): void;
}

/**
 * Walks markup of any length as it arrives. `readXml` is for small texts that are wanted as a tree. The tokenizer only moves
 * forward and decodes no entities but the predefined ones, so nothing can expand. Nesting is bounded, because each end tag is
 * looked up among all open elements.
 */
export class MarkupWalk {
	readonly #parser: Parser;
	#depth = 0;

	constructor(visitor: MarkupVisitor, kind: "xml" | "html") {
		const xml = kind === "xml";
		this.#parser = new Parser(
			{
				onopentag: (name, attributes) => {
					this.#depth += 1;
					if (this.#depth > MAX_MARKUP_DEPTH)
						throw new ReadLimitError(
							`Its markup is nested too deeply: more than ${MAX_MARKUP_DEPTH} levels.`,
						);
					visitor.open(localName(name), attributes);
				},
				ontext: (text) => visitor.text(text),
				onclosetag: (name) => {
					this.#depth -= 1;
					visitor.close(localName(name));
				},
			},
			{
				xmlMode: xml,
				decodeEntities: true,
				recognizeSelfClosing: xml,
				lowerCaseTags: !xml,
				lowerCaseAttributeNames: !xml,
			},
		);
	}

	/** Walks the next piece. Throws `ReadLimitError` when elements are nested too deeply. */
	write(text: string): void {
		this.#parser.write(text);
	}

	/** Closes what is still open. */
	end(): void {
		this.#parser.end();
	}
}

/** A name without its prefix. */
export function localName(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}

/** The value of an attribute by its name without prefix: `val` finds `w:val`. */
export function attribute(attributes: Attributes, wanted: string): string | undefined {
	if (wanted in attributes) return attributes[wanted];
	for (const [name, value] of Object.entries(attributes)) if (localName(name) === wanted) return value;
	return undefined;
}
