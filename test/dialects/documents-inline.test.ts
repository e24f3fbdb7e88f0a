import { describe, expect, test } from "vitest";
import { inlineDocument, uploadBody } from "../../src/dialects/documents/inline-document.ts";
import { isUploadKey, uploadKey } from "../../src/dialects/documents/upload-key.ts";

const read = (document: string | Record<string, unknown>) => {
	const file = inlineDocument(document, 0);
	return file.ok ? [file.value.name, new TextDecoder().decode(file.value.bytes)] : file.problem.detail;
};

describe("a document in JSON", () => {
	test.each([
		["just words", "document-1.txt", "just words"],
		[{ filename: "a.md", content: "# A" }, "a.md", "# A"],
		[{ title: "A note", text: "words" }, "A note.txt", "words"],
		[{ page_content: "words", metadata: { source: "b.html" } }, "b.html", "words"],
		[{ content: "d29yZHM=", encoding: "base64", name: "c.bin" }, "c.bin", "words"],
		[{ content_base64: "d29yZHM=" }, "document-1", "words"],
		[{ any: ["thing"] }, "document-1.json", '{"any":["thing"]}'],
	])("%j becomes a file", (document, name, text) => {
		expect(read(document)).toEqual([name, text]);
	});

	test("with invalid base64 is refused with a sentence", () => {
		expect(read({ content_base64: "%%%" })).toMatch(/documents\.0: the base64/);
	});

	test.each([
		[{}],
		[{ documents: [] }],
		[{ documents: [1] }],
		[{ documents: ["a"], collection_name: "../etc" }],
		[{ documents: ["a"], force_recreate: "yes" }],
		[{ documents: Array.from({ length: 101 }, () => "a") }],
	])("%j is refused", (body) => {
		expect(uploadBody.safeParse(body).success).toBe(false);
	});
});

test("an upload_id is a UUID that other batches do not have", () => {
	const random = crypto.randomUUID();
	expect(isUploadKey(random)).toBe(false);
	expect(isUploadKey(uploadKey(random))).toBe(true);
	expect(isUploadKey("holiday")).toBe(false);
});
