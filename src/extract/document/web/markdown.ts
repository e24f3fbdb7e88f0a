import { ok } from "../../../protocol/result.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import type { BlockSink, DocumentOpener } from "../open-document.ts";
import { singleItemDocument } from "../plain/plain-text.ts";
import { linesOf, textPieces } from "../plain/text-stream.ts";

/** Lines of front matter. After that, it is taken for text. */
const MAX_FRONT_MATTER_LINES = 100;

/** URLs of links and autolinks (CommonMark 0.31, 6.3 and 6.5). The repetitions are bounded, so the time is linear. */
const LINK = /\]\((https?:[^()\s]{1,500})|<(https?:[^<>\s]{1,500})>/g;

/** Markdown (CommonMark 0.31): headings with their level, fenced code as one block, everything else by paragraph. */
export const openMarkdown: DocumentOpener = async ({ reader }) => {
	const metadata = new DocumentMetadata();
	return ok(
		singleItemDocument(metadata, async (sink) => {
			const text = new MarkdownText(sink, metadata);
			for await (const line of linesOf(textPieces(reader))) {
				if (line === undefined) await sink.yieldToLoop();
				else text.line(line);
			}
			text.end();
		}),
	);
};

/** An image embedded as a data URL: up to megabytes of letters that are not text. */
const INLINE_IMAGE = /\(data:image\/[\w.+-]{1,40};base64,[^)\s]*/g;

/** HTML tags in Markdown (CommonMark 0.31, 6.6): those that separate words, and those that may occur within a word. */
const BLOCK_TAGS =
	/<\/?(?:div|p|br|hr|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]|img|figure|center|details|summary)(?:\s[^<>]{0,500})?>/gi;
const INLINE_TAGS =
	/<\/?(?:a|span|b|i|u|s|em|strong|sup|sub|small|mark|ins|del|kbd|font)(?:\s[^<>]{0,500})?>/gi;

/** The closing sequence of a heading. Matched only at the start of a run of whitespace, so that the time is linear. */
const CLOSING_HASHES = /(?<!\s)\s+#+\s*$/;

/** Markup in a heading: pandoc's attributes at the end, and emphasis. */
const HEADING_MARKS = /\{[#.][^{}]{0,300}\}\s*$|\*{1,3}|~~|`/gi;

/** Turns lines of Markdown into blocks. */
class MarkdownText {
	readonly #sink: BlockSink;
	readonly #metadata: DocumentMetadata;
	#lines: string[] = [];
	#fence = "";
	#count = 0;
	#frontMatter = false;
	/** Within an embedded image that continues over several pieces of a very long line. */
	#inImage = false;

	constructor(sink: BlockSink, metadata: DocumentMetadata) {
		this.#sink = sink;
		this.#metadata = metadata;
	}

	/** Adds the next line. */
	line(written: string): void {
		this.#count += 1;
		const line = this.#withoutImages(written);
		if (this.#isFrontMatter(line)) return;
		for (const [, inline, autolink] of line.matchAll(LINK)) this.#metadata.addLink(inline ?? autolink);
		const fence = /^ {0,3}(```|~~~)/.exec(line)?.[1];
		if (this.#fence !== "") {
			this.#lines.push(line);
			if (fence === this.#fence) this.#closeFence();
			return;
		}
		if (fence !== undefined) {
			this.end();
			this.#fence = fence;
			this.#lines.push(line);
			return;
		}
		this.#textLine(line.replace(BLOCK_TAGS, " ").replace(INLINE_TAGS, ""), line);
	}

	#withoutImages(line: string): string {
		const rest = this.#inImage ? line.replace(/^[^)\s]*/, "") : line;
		this.#inImage = this.#inImage && rest === "" && line !== "";
		return rest.replace(INLINE_IMAGE, (picture, at: number) => {
			this.#inImage = at + picture.length === rest.length;
			this.#metadata.addImage(0);
			return "(";
		});
	}

	/** A line outside of code. `written` is the line with its tags, because a line of tags only does not end a paragraph. */
	#textLine(line: string, written: string): void {
		const heading = /^ {0,3}(#{1,6})\s+(.*)$/.exec(line);
		if (heading) this.#heading(heading[1]?.length ?? 1, heading[2]?.replace(CLOSING_HASHES, "") ?? "");
		else if (this.#lines.length === 1 && /^ {0,3}(=+|-+)\s*$/.test(line)) this.#setextHeading(line);
		else if (line.trim() !== "") this.#lines.push(line);
		else if (written.trim() === "") this.end();
	}

	#closeFence(): void {
		this.#fence = "";
		this.end();
	}

	/** A line of equals signs or dashes makes the line above it a heading. */
	#setextHeading(line: string): void {
		const title = this.#lines.pop() ?? "";
		this.#heading(line.trim().startsWith("=") ? 1 : 2, title);
	}

	#heading(level: number, text: string): void {
		this.end();
		const title = text.replace(HEADING_MARKS, "").trim() || text;
		if (level === 1) this.#metadata.setFact("title", title, "First heading");
		this.#sink.addBlock({ text: title, level });
	}

	/** Whether the line belongs to front matter: `key: value` between two lines of dashes at the very beginning. */
	#isFrontMatter(line: string): boolean {
		if (this.#count === 1 && line === "---") this.#frontMatter = true;
		else if (this.#frontMatter && (line === "---" || this.#count > MAX_FRONT_MATTER_LINES))
			this.#frontMatter = false;
		else if (this.#frontMatter) {
			const [, key = "", value = ""] =
				/^(title|author|date|lang):\s*["']?(.{1,300}?)["']?\s*$/.exec(line) ?? [];
			const fact = { title: "title", author: "author", date: "createdAt", lang: "language" }[key];
			if (fact) this.#metadata.setFact(fact, value, "Front matter");
		} else return false;
		return true;
	}

	/** Ends the open block. */
	end(): void {
		if (this.#lines.length > 0) this.#sink.addBlock({ text: this.#lines.join("\n") });
		this.#lines = [];
	}
}
