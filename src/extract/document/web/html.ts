import { ok } from "../../../protocol/result.ts";
import { latin1 } from "../../bytes/bytes.ts";
import { Head } from "../document-metadata.ts";
import type { OpenFormat } from "../open-document.ts";
import { wholeText } from "../plain/plain-text.ts";
import { textPieces } from "../plain/text-stream.ts";
import { MarkupWalk } from "./markup.ts";
import { WebText } from "./web-text.ts";

/** The encoding that a page names in its first kilobyte (WHATWG HTML, 4.2.5.4), unless a mark says otherwise. */
function declaredEncoding(start: Uint8Array): string | undefined {
	if ((start[0] ?? 0) >= 0xef) return undefined;
	return /<meta[^>]{1,300}charset=["']?([\w-]{2,40})/i.exec(latin1(start, 0, 1024))?.[1];
}

/** A web page, or other markup with text in it. */
export const openHtml: OpenFormat = async ({ reader, format }) => {
	const head = new Head();
	return ok(
		wholeText(head, async (sink) => {
			const text = new WebText(sink, head);
			const walk = new MarkupWalk(text, format.mime === "text/html" ? "html" : "xml");
			for await (const piece of textPieces(reader, declaredEncoding)) {
				walk.write(piece);
				await sink.breathe();
			}
			walk.end();
			text.end();
		}),
	);
};
