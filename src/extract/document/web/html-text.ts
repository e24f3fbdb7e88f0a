import type { MarkupVisitor } from "../../bytes/markup-walk.ts";
import type { DocumentMetadata } from "../document-metadata.ts";
import { CELL_SEPARATOR } from "../office/word-text.ts";
import type { BlockSink } from "../open-document.ts";

/** Elements that begin a new block. */
const BLOCKS = new Set(
	`address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
	h5 h6 header hr html li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul`.split(
		/\s+/,
	),
);

/** Elements whose text is not shown to readers. */
const HIDDEN = new Set(["script", "style", "noscript", "template", "svg", "math", "object", "iframe"]);

/** Turns a web page or a chapter of a book into blocks as a reader sees them, headings with their level. */
export class HtmlText implements MarkupVisitor {
	readonly #sink: BlockSink;
	readonly #metadata: DocumentMetadata;
	#text = "";
	/** Whether the text ends with a space. Kept apart, because asking the whole text would flatten its string each time. */
	#endsWithSpace = false;
	#hidden = 0;
	#level: number | undefined;
	#inTitle = false;
	#pre = 0;
	#cells: string[] | undefined;

	constructor(sink: BlockSink, metadata: DocumentMetadata) {
		this.#sink = sink;
		this.#metadata = metadata;
	}

	open(name: string, attributes: { readonly [name: string]: string }): void {
		if (HIDDEN.has(name)) this.#hidden += 1;
		if (BLOCKS.has(name)) this.#flush();
		if (name === "tr") this.#cells = [];
		else if (name === "pre") this.#pre += 1;
		else if (name === "title") this.#inTitle = this.#hidden === 0;
		else if (name === "a") this.#metadata.addLink(attributes.href);
		else if (name === "img") this.#metadata.addImage(0);
		else if (name === "html")
			this.#metadata.setFact("language", attributes.lang ?? attributes["xml:lang"], "HTML lang");
		else if (name === "meta") this.#meta(attributes);
		else if (/^h[1-6]$/.test(name)) this.#level = Number(name.slice(1));
	}

	#meta({ name = "", property = "", content }: { readonly [name: string]: string }): void {
		const key = (name || property).toLowerCase();
		if (key === "author" || key === "article:author")
			this.#metadata.setFact("author", content, `HTML ${key}`);
		else if (key === "description") this.#metadata.setFact("subject", content, "HTML description");
		else if (key === "generator") this.#metadata.setFact("producer", content, "HTML generator");
		else if (/^(article:published_time|dc\.date|date)$/.test(key))
			this.#metadata.setFact("createdAt", content, `HTML ${key}`);
	}

	text(text: string): void {
		if (this.#hidden > 0) return;
		const collapsed = this.#pre > 0 ? text : text.replace(/\s+/g, " ");
		const piece = this.#pre === 0 && this.#endsWithSpace ? collapsed.trimStart() : collapsed;
		if (piece === "") return;
		this.#text += piece;
		this.#endsWithSpace = piece.endsWith(" ");
	}

	close(name: string): void {
		if (HIDDEN.has(name)) this.#hidden = Math.max(0, this.#hidden - 1);
		if (BLOCKS.has(name)) this.#flush();
		if (name === "tr") {
			const cells = this.#cells ?? [];
			this.#cells = undefined;
			if (cells.length > 0) this.#sink.addBlock({ text: cells.join(CELL_SEPARATOR) });
		} else if (name === "pre") this.#pre = Math.max(0, this.#pre - 1);
		else if (/^h[1-6]$/.test(name)) this.#level = undefined;
		else if (name === "html") this.#flush();
	}

	/** Ends the last block, whose element may not have been closed. */
	end(): void {
		this.#flush();
	}

	/** Ends the open block. */
	#flush(): void {
		const text = this.#text.trim();
		this.#text = "";
		this.#endsWithSpace = false;
		if (text === "") return;
		if (this.#inTitle) {
			this.#metadata.setFact("title", text, "HTML title");
			this.#inTitle = false;
		} else if (this.#cells) this.#cells.push(text);
		else this.#sink.addBlock(this.#level === undefined ? { text } : { text, level: this.#level });
	}
}
