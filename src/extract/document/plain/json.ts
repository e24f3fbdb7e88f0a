import { ok } from "../../../protocol/result.ts";
import { MAX_VALUE_DEPTH } from "../../limits.ts";
import { DocumentMetadata } from "../document-metadata.ts";
import { MAX_JSON_BYTES } from "../limits.ts";
import type { BlockSink, DocumentOpener } from "../open-document.ts";
import { openPlainText, singleItemDocument } from "./plain-text.ts";
import { textPieces } from "./text-stream.ts";

/** Values between two yields. */
const VALUES_BETWEEN_YIELDS = 5_000;

/** JSON (RFC 8259): each value as a block with its path. JSON that is too long or not valid is read as plain text. */
export const openJson: DocumentOpener = async (input) => {
	if (input.reader.size > MAX_JSON_BYTES) return openPlainText(input);
	let text = "";
	for await (const piece of textPieces(input.reader)) text += piece;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		const plain = await openPlainText(input);
		if (plain.ok) plain.value.metadata.addNotice("It is not valid JSON, so it was read as plain text.");
		return plain;
	}
	const metadata = new DocumentMetadata();
	if (Array.isArray(value)) metadata.addFields("JSON", { Items: value.length });
	else if (typeof value === "object" && value !== null)
		metadata.addFields("JSON", { Members: Object.keys(value).slice(0, 100) });
	return ok(singleItemDocument(metadata, (sink) => emitValues(value, sink)));
};

/** Walks the values without recursion, because JSON may be nested as deeply as it is long. */
async function emitValues(root: unknown, sink: BlockSink): Promise<void> {
	const stack: { path: string; depth: number; value: unknown }[] = [{ path: "", depth: 0, value: root }];
	let count = 0;
	while (true) {
		const next = stack.pop();
		if (next === undefined) return;
		const { path, depth, value } = next;
		if (typeof value === "object" && value !== null) {
			const entries = Object.entries(value);
			for (let index = entries.length - 1; index >= 0; index--) {
				const [key = "", inner] = entries[index] ?? [];
				// Paths are cut at a depth, because each level repeats all levels above it.
				const innerPath = depth < MAX_VALUE_DEPTH ? (path === "" ? key : `${path}.${key}`) : path;
				stack.push({ path: innerPath, depth: depth + 1, value: inner });
			}
		} else sink.addBlock({ text: path === "" ? String(value) : `${path}: ${String(value)}` });
		count += 1;
		if (count % VALUES_BETWEEN_YIELDS === 0) await sink.yieldToLoop();
	}
}
