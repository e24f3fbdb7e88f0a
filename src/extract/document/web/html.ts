import { ok } from "../../../protocol/result.ts";
import { latin1 } from "../../bytes/bytes.ts";
import { MarkupWalk } from "../../bytes/markup-walk.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import type { DocumentOpener } from "../open-document.ts";
import { singleItemDocument } from "../plain/plain-text.ts";
import { textPieces } from "../plain/text-stream.ts";
import { HtmlText } from "./html-text.ts";

/** The encoding that a page declares in its first kilobyte (WHATWG HTML, 4.2.5.4). A byte order mark takes precedence. */
function declaredEncoding(start: Uint8Array): string | undefined {
	if ((start[0] ?? 0) >= 0xef) return undefined;
	return /<meta[^>]{1,300}charset=["']?([\w-]{2,40})/i.exec(latin1(start, 0, 1024))?.[1];
}

/** A web page, or other markup that contains text. */
export const openHtml: DocumentOpener = async ({ reader, format }) => {
	const metadata = new DocumentMetadata();
	return ok(
		singleItemDocument(metadata, async (sink) => {
			const text = new HtmlText(sink, metadata);
			const walk = new MarkupWalk(text, format.mime === "text/html" ? "html" : "xml");
			for await (const piece of textPieces(reader, declaredEncoding)) {
				walk.write(piece);
				await sink.yieldToLoop();
			}
			walk.end();
			text.end();
		}),
	);
};
