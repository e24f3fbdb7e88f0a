import type { Head } from "../document-metadata.ts";
import { CELL_MARK } from "../office/word-text.ts";
import type { TextSink } from "../open-document.ts";
import type { MarkupVisitor } from "./markup.ts";

/** Elements that begin a line of their own. */
const BLOCKS = new Set(
	`address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
	h5 h6 header hr html li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul`.split(
		/\s+/,
	),
);

/** Elements whose text is no text for readers. */
const SILENT = new Set(["script", "style", "noscript", "template", "svg", "math", "object", "iframe"]);

/** The text of a web page or a book's chapter: blocks as a reader would see them, headings by their level. */
export class WebText implements MarkupVisitor {
	readonly #sink: TextSink;
	readonly #head: Head;
	#text = "";
	/** Asked of the last piece: to ask the whole text would copy all of it each time. */
	#endsBlank = false;
	#silent = 0;
	#level: number | undefined;
	#inTitle = false;
	#pre = 0;
	#cells: string[] | undefined;

	constructor(sink: TextSink, head: Head) {
		this.#sink = sink;
		this.#head = head;
	}

	open(name: string, attributes: { readonly [name: string]: string }): void {
		if (SILENT.has(name)) this.#silent += 1;
		if (BLOCKS.has(name)) this.#flush();
		if (name === "tr") this.#cells = [];
		else if (name === "pre") this.#pre += 1;
		else if (name === "title") this.#inTitle = this.#silent === 0;
		else if (name === "a") this.#head.link(attributes.href);
		else if (name === "img") this.#head.image(0);
		else if (name === "html")
			this.#head.tell("language", attributes.lang ?? attributes["xml:lang"], "HTML lang");
		else if (name === "meta") this.#meta(attributes);
		else if (/^h[1-6]$/.test(name)) this.#level = Number(name.slice(1));
	}

	#meta({ name = "", property = "", content }: { readonly [name: string]: string }): void {
		const key = (name || property).toLowerCase();
		if (key === "author" || key === "article:author") this.#head.tell("author", content, `HTML ${key}`);
		else if (key === "description") this.#head.tell("subject", content, "HTML description");
		else if (key === "generator") this.#head.tell("producer", content, "HTML generator");
		else if (/^(article:published_time|dc\.date|date)$/.test(key))
			this.#head.tell("createdAt", content, `HTML ${key}`);
	}

	text(text: string): void {
		if (this.#silent > 0) return;
		const words = this.#pre > 0 ? text : text.replace(/\s+/g, " ");
		const more = this.#pre === 0 && this.#endsBlank ? words.trimStart() : words;
		if (more === "") return;
		this.#text += more;
		this.#endsBlank = more.endsWith(" ");
	}

	close(name: string): void {
		if (SILENT.has(name)) this.#silent = Math.max(0, this.#silent - 1);
		if (BLOCKS.has(name)) this.#flush();
		if (name === "tr") {
			const cells = this.#cells ?? [];
			this.#cells = undefined;
			if (cells.length > 0) this.#sink.block({ text: cells.join(CELL_MARK) });
		} else if (name === "pre") this.#pre = Math.max(0, this.#pre - 1);
		else if (/^h[1-6]$/.test(name)) this.#level = undefined;
		else if (name === "html") this.#flush();
	}

	/** The text is over, though its last element may not have been closed. */
	end(): void {
		this.#flush();
	}

	/** Ends the block that is open. */
	#flush(): void {
		const text = this.#text.trim();
		this.#text = "";
		this.#endsBlank = false;
		if (text === "") return;
		if (this.#inTitle) {
			this.#head.tell("title", text, "HTML title");
			this.#inTitle = false;
		} else if (this.#cells) this.#cells.push(text);
		else this.#sink.block(this.#level === undefined ? { text } : { text, level: this.#level });
	}
}
