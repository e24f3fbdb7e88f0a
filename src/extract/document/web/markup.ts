import { Parser } from "htmlparser2";
import { ReadLimitError } from "../../reader.ts";
import { MAX_MARKUP_DEPTH } from "../limits.ts";

/** What a walk through markup meets. Names are without their prefix: `w:p` is `p`. */
export interface MarkupVisitor {
	open(name: string, attributes: { readonly [name: string]: string }): void;
	text(text: string): void;
	close(name: string): void;
}

/**
 * Walks markup as it arrives. The tokenizer goes forward only and knows no entities but the fixed ones, so that nothing
 * can grow; nesting is bounded, because an end tag is looked for among all that are open.
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
						throw new ReadLimitError(`Its markup is nested too deep: more than ${MAX_MARKUP_DEPTH} levels.`);
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

	write(text: string): void {
		this.#parser.write(text);
	}

	end(): void {
		this.#parser.end();
	}
}

function localName(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}

/** The value of an attribute by its name without prefix: `w:val` and `val` are the same. */
export function attribute(
	attributes: { readonly [name: string]: string },
	wanted: string,
): string | undefined {
	if (wanted in attributes) return attributes[wanted];
	for (const [name, value] of Object.entries(attributes)) if (localName(name) === wanted) return value;
	return undefined;
}
