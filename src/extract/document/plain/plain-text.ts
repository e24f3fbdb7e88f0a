import { ok } from "../../../protocol/result.ts";
import type { ExtractionInput } from "../../pipeline.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import type { BlockSink, DocumentOpener, OpenDocument } from "../open-document.ts";
import { linesOf, textPieces } from "./text-stream.ts";

/** Lines of one paragraph. A list without empty lines is cut here. */
const MAX_PARAGRAPH_LINES = 200;

/** A document with a single item, which is read from beginning to end. */
export function singleItemDocument(
	metadata: DocumentMetadata,
	read: (sink: BlockSink) => Promise<void>,
): OpenDocument {
	return {
		unit: "section",
		itemCount: 1,
		metadata,
		placeOf: () => ({}),
		readItem: (_item, sink) => read(sink),
		async close() {},
	};
}

/** Plain text: empty lines separate paragraphs. */
export const openPlainText: DocumentOpener = async ({ reader }: ExtractionInput) =>
	ok(
		singleItemDocument(new DocumentMetadata(), async (sink) => {
			let paragraph: string[] = [];
			const flush = () => {
				if (paragraph.length > 0) sink.addBlock({ text: paragraph.join("\n") });
				paragraph = [];
			};
			for await (const line of linesOf(textPieces(reader))) {
				if (line === undefined) await sink.yieldToLoop();
				else if (line.trim() === "") flush();
				else if (paragraph.push(line) >= MAX_PARAGRAPH_LINES || line.length > 2000) flush();
			}
			flush();
		}),
	);
