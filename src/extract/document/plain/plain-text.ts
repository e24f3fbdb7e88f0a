import { ok } from "../../../protocol/result.ts";
import type { ExtractionInput } from "../../pipeline.ts";
import { Head } from "../document-metadata.ts";
import type { OpenDocument, OpenFormat, TextSink } from "../open-document.ts";
import { linesOf, textPieces } from "./text-stream.ts";

/** Lines of one paragraph; a list without an empty line is cut here. */
const MAX_PARAGRAPH_LINES = 200;

/** A document of one item that is read from its beginning to its end. */
export function wholeText(head: Head, read: (sink: TextSink) => Promise<void>): OpenDocument {
	return {
		unit: "section",
		items: 1,
		head,
		place: () => ({}),
		read: (_item, sink) => read(sink),
		async close() {},
	};
}

/** Plain text: what stands between empty lines is a paragraph. */
export const openPlainText: OpenFormat = async ({ reader }: ExtractionInput) =>
	ok(
		wholeText(new Head(), async (sink) => {
			let paragraph: string[] = [];
			const flush = () => {
				if (paragraph.length > 0) sink.block({ text: paragraph.join("\n") });
				paragraph = [];
			};
			for await (const line of linesOf(textPieces(reader))) {
				if (line === undefined) await sink.breathe();
				else if (line.trim() === "") flush();
				else if (paragraph.push(line) >= MAX_PARAGRAPH_LINES || line.length > 2000) flush();
			}
			flush();
		}),
	);
