import * as z from "zod/mini";
import { MAX_FORM_FILES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";

/** The collection of an upload that names none: the one in the seed's example. */
export const DEFAULT_COLLECTION = "rag_documents";

/** A collection's name becomes the name of a folder. */
export const collectionName = z
	.string()
	.check(z.regex(/^[\p{L}\p{N}_][\p{L}\p{N} _.-]{0,99}$/u, "1 to 100 letters, digits, blanks, _ . or -"));

/** The JSON of `POST /upload`. The seed leaves open what a document is: a string, or an object with a text in it. */
export const uploadBody = z.object({
	collection_name: z.optional(collectionName),
	documents: z
		.array(z.union([z.string(), z.record(z.string(), z.unknown())]))
		.check(z.minLength(1), z.maxLength(MAX_FORM_FILES)),
	force_recreate: z.optional(z.boolean()),
});

/** One document of an upload, as a file. */
export interface UploadedFile {
	readonly name: string;
	readonly type?: string;
	readonly bytes: Uint8Array;
}

/** Members that hold a document's text, and members that name it, as programs in the field call them. */
const TEXT_MEMBERS = ["content", "text", "page_content", "body"];
const NAME_MEMBERS = ["filename", "file_name", "name", "title", "source", "id"];

/** A document inside the JSON, as a file. An object without a text becomes a JSON file. */
export function inlineDocument(
	document: string | Readonly<Record<string, unknown>>,
	index: number,
): Result<UploadedFile, Problem> {
	const encoder = new TextEncoder();
	const fallback = `document-${index + 1}`;
	if (typeof document === "string") return ok({ name: `${fallback}.txt`, bytes: encoder.encode(document) });
	const name = nameOf(document) ?? fallback;
	const base64 = document.content_base64 ?? (document.encoding === "base64" ? document.content : undefined);
	if (typeof base64 === "string") {
		const bytes = fromBase64(base64);
		if (bytes !== undefined) return ok({ name, bytes });
		return refuse(problem("malformed", `documents.${index}: the base64 in it cannot be decoded.`));
	}
	const text = TEXT_MEMBERS.map((member) => document[member]).find((value) => typeof value === "string");
	if (typeof text === "string") return ok({ name: withExtension(name, ".txt"), bytes: encoder.encode(text) });
	return ok({ name: withExtension(name, ".json"), bytes: encoder.encode(JSON.stringify(document)) });
}

function nameOf(document: Readonly<Record<string, unknown>>): string | undefined {
	const { metadata } = document;
	const objects = [document, typeof metadata === "object" && metadata !== null ? metadata : {}];
	for (const object of objects as Readonly<Record<string, unknown>>[]) {
		const name = NAME_MEMBERS.map((member) => object[member]).find(
			(value) => typeof value === "string" && value !== "",
		);
		if (typeof name === "string") return name.slice(0, 1000);
	}
	return undefined;
}

function withExtension(name: string, extension: string): string {
	return /\.\w{1,8}$/.test(name) ? name : name + extension;
}

function fromBase64(text: string): Uint8Array | undefined {
	try {
		return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
	} catch {
		return undefined;
	}
}
