import { ok } from "../../../protocol/result.ts";
import { Head } from "../document-metadata.ts";
import type { OpenFormat, TextSink } from "../open-document.ts";
import { wholeText } from "../plain/plain-text.ts";
import { linesOf, textPieces } from "../plain/text-stream.ts";

/** Lines of front matter; more is no front matter. */
const MAX_FRONT_MATTER_LINES = 100;

/** Addresses in links (CommonMark 0.31, 6.3 and 6.5); the repetitions are bounded, so the time is linear. */
const LINK = /\]\((https?:[^()\s]{1,500})|<(https?:[^<>\s]{1,500})>/g;

/** Markdown (CommonMark 0.31): headings by their level, fenced code as one block, everything else by paragraph. */
export const openMarkdown: OpenFormat = async ({ reader }) => {
	const head = new Head();
	return ok(
		wholeText(head, async (sink) => {
			const text = new MarkdownText(sink, head);
			for await (const line of linesOf(textPieces(reader))) {
				if (line === undefined) await sink.breathe();
				else text.line(line);
			}
			text.end();
		}),
	);
};

/** A picture that is written out in a link: megabytes of letters that are no text. */
const PICTURE_START = /\(data:image\/[\w.+-]{1,40};base64,[^)\s]*/g;

/** Tags within Markdown (CommonMark 0.31, 6.6): those between which words stand apart, and those within a word. */
const APART =
	/<\/?(?:div|p|br|hr|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]|img|figure|center|details|summary)(?:\s[^<>]{0,500})?>/gi;
const WITHIN = /<\/?(?:a|span|b|i|u|s|em|strong|sup|sub|small|mark|ins|del|kbd|font)(?:\s[^<>]{0,500})?>/gi;

/** Hashes behind a heading; looked for only where a run of blanks begins, so that the time is linear. */
const CLOSING_HASHES = /(?<!\s)\s+#+\s*$/;

/** What a heading has besides its words: attributes behind it, as pandoc writes them, and emphasis. */
const HEADING_MARKS = /\{[#.][^{}]{0,300}\}\s*$|\*{1,3}|~~|`/gi;

class MarkdownText {
	readonly #sink: TextSink;
	readonly #head: Head;
	#lines: string[] = [];
	#fence = "";
	#count = 0;
	#frontMatter = false;
	/** A picture is written out over several pieces of a very long line. */
	#inPicture = false;

	constructor(sink: TextSink, head: Head) {
		this.#sink = sink;
		this.#head = head;
	}

	line(whole: string): void {
		this.#count += 1;
		const line = this.#withoutPictures(whole);
		if (this.#isFrontMatter(line)) return;
		for (const [, inline, bare] of line.matchAll(LINK)) this.#head.link(inline ?? bare);
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
		this.#words(line.replace(APART, " ").replace(WITHIN, ""), line);
	}

	#withoutPictures(line: string): string {
		const rest = this.#inPicture ? line.replace(/^[^)\s]*/, "") : line;
		this.#inPicture = this.#inPicture && rest === "" && line !== "";
		return rest.replace(PICTURE_START, (picture, at: number) => {
			this.#inPicture = at + picture.length === rest.length;
			this.#head.image(0);
			return "(";
		});
	}

	/** A line that is no code. `written` is the line with its tags: what has nothing but tags ends no paragraph. */
	#words(line: string, written: string): void {
		const heading = /^ {0,3}(#{1,6})\s+(.*)$/.exec(line);
		if (heading) this.#heading(heading[1]?.length ?? 1, heading[2]?.replace(CLOSING_HASHES, "") ?? "");
		else if (this.#lines.length === 1 && /^ {0,3}(=+|-+)\s*$/.test(line)) this.#underlined(line);
		else if (line.trim() !== "") this.#lines.push(line);
		else if (written.trim() === "") this.end();
	}

	#closeFence(): void {
		this.#fence = "";
		this.end();
	}

	/** A line of equals signs or dashes makes a heading of the one above it. */
	#underlined(line: string): void {
		const title = this.#lines.pop() ?? "";
		this.#heading(line.trim().startsWith("=") ? 1 : 2, title);
	}

	#heading(level: number, written: string): void {
		this.end();
		const title = written.replace(HEADING_MARKS, "").trim() || written;
		if (level === 1) this.#head.tell("title", title, "First heading");
		this.#sink.block({ text: title, level });
	}

	/** `key: value` between two lines of dashes at the very beginning, as many programs write it. */
	#isFrontMatter(line: string): boolean {
		if (this.#count === 1 && line === "---") this.#frontMatter = true;
		else if (this.#frontMatter && (line === "---" || this.#count > MAX_FRONT_MATTER_LINES))
			this.#frontMatter = false;
		else if (this.#frontMatter) {
			const [, key = "", value = ""] =
				/^(title|author|date|lang):\s*["']?(.{1,300}?)["']?\s*$/.exec(line) ?? [];
			const fact = { title: "title", author: "author", date: "createdAt", lang: "language" }[key];
			if (fact) this.#head.tell(fact, value, "Front matter");
		} else return false;
		return true;
	}

	/** Ends the block that is open. */
	end(): void {
		if (this.#lines.length > 0) this.#sink.block({ text: this.#lines.join("\n") });
		this.#lines = [];
	}
}
