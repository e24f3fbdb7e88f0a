import { ok } from "../../../protocol/result.ts";
import { MAX_VALUE_DEPTH } from "../../limits.ts";
import { Head } from "../document-metadata.ts";
import { MAX_JSON_BYTES } from "../limits.ts";
import type { OpenFormat, TextSink } from "../open-document.ts";
import { openPlainText, wholeText } from "./plain-text.ts";
import { textPieces } from "./text-stream.ts";

/** Values between two breaths. */
const BREATH_VALUES = 5_000;

/** JSON (RFC 8259): each value on a line with the way to it. What is too long or not well formed is read as plain text. */
export const openJson: OpenFormat = async (input) => {
	if (input.reader.size > MAX_JSON_BYTES) return openPlainText(input);
	let text = "";
	for await (const piece of textPieces(input.reader)) text += piece;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		const plain = await openPlainText(input);
		if (plain.ok) plain.value.head.notice("It is not well-formed JSON, so it was read as plain text.");
		return plain;
	}
	const head = new Head();
	if (Array.isArray(value)) head.group("JSON", { Items: value.length });
	else if (typeof value === "object" && value !== null)
		head.group("JSON", { Members: Object.keys(value).slice(0, 100) });
	return ok(wholeText(head, (sink) => tellValues(value, sink)));
};

/** Walks the values without recursion: JSON may be nested as deep as it is long. */
async function tellValues(root: unknown, sink: TextSink): Promise<void> {
	const stack: { way: string; depth: number; value: unknown }[] = [{ way: "", depth: 0, value: root }];
	let since = 0;
	while (true) {
		const next = stack.pop();
		if (next === undefined) return;
		const { way, depth, value } = next;
		if (typeof value === "object" && value !== null) {
			const entries = Object.entries(value);
			for (let index = entries.length - 1; index >= 0; index--) {
				const [key = "", inner] = entries[index] ?? [];
				// Deep ways are not told to their end: each level would otherwise repeat all levels above it.
				const longer = depth < MAX_VALUE_DEPTH ? (way === "" ? key : `${way}.${key}`) : way;
				stack.push({ way: longer, depth: depth + 1, value: inner });
			}
		} else sink.block({ text: way === "" ? String(value) : `${way}: ${String(value)}` });
		since += 1;
		if (since % BREATH_VALUES === 0) await sink.breathe();
	}
}
