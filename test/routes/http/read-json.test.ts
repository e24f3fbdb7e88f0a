import { expect, test } from "vitest";
import { manifest } from "../../../src/protocol/files/manifest.ts";
import { readJson } from "../../../src/routes/http/read-json.ts";

const request = (body: BodyInit) => new Request("http://localhost/", { method: "POST", body });
const read = (body: BodyInit, maxBytes = 1000) => readJson(request(body), manifest, maxBytes);

test("reads a valid body and drops unknown members", async () => {
	const found = await read('{"files":[{"name":"a","size":1,"more":true}],"other":1}');
	expect(found).toEqual({ ok: true, value: { files: [{ name: "a", size: 1 }] } });
});

test.for([
	["", "malformed"],
	["{", "malformed"],
	['{"files":[{"name":"a","size":"1"}]}', "malformed"],
	[" ".repeat(1001), "too-large"],
] as const)("refuses %j", async ([body, code]) => {
	expect(await read(body)).toMatchObject({ ok: false, problem: { code } });
});

test("names the first error with its path", async () => {
	const found = await read('{"files":[{"name":"a","size":1},{"name":"b","size":-1}]}');
	expect(found.ok ? "" : found.problem.detail).toContain("files.1.size");
});

test.for([
	["[]", "the body must be an object"],
	["{}", "files is missing"],
	['{"files":{}}', "files must be a list"],
	['{"files":[]}', "files must have at least 1 entry"],
	['{"files":[{"size":1}]}', "files.0.name is missing"],
	['{"files":[{"name":"a","size":"1"}]}', "files.0.size must be a number"],
	['{"files":[{"name":"a","size":1.5}]}', "files.0.size must be a whole number"],
	['{"files":[{"name":"a","size":-1}]}', "files.0.size must be at least 0"],
	['{"files":[{"name":"a","size":1,"sha256":"x"}]}', "files.0.sha256 must have the format /^[0-9a-f]{64}$/"],
	[
		JSON.stringify({ files: Array.from({ length: 10_001 }, () => ({ name: "a", size: 1 })) }),
		"files has 10,001 entries; at most 10,000 are allowed. Send the rest in another request",
	],
] as const)("explains what is wrong with a body: %#", async ([body, detail]) => {
	const found = await read(body, 1_000_000);
	expect(found.ok ? "" : found.problem.detail).toBe(`The body is not valid: ${detail}.`);
});

test("stops reading a body of unknown length at the limit", async () => {
	let sent = 0;
	const endless = new ReadableStream<Uint8Array>({
		pull(controller) {
			sent += 1;
			controller.enqueue(new Uint8Array(100).fill(32));
		},
	});
	const init = { method: "POST", body: endless, duplex: "half" };
	const found = await readJson(new Request("http://localhost/", init), manifest, 1000);
	expect(found).toMatchObject({ ok: false, problem: { code: "too-large" } });
	expect(sent).toBeLessThan(30);
});

test("decodes characters that are split between chunks", async () => {
	const bytes = new TextEncoder().encode('{"files":[{"name":"é📷","size":1}]}');
	const chunks = new ReadableStream<Uint8Array>({
		start(controller) {
			for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
			controller.close();
		},
	});
	const found = await readJson(
		new Request("http://localhost/", { method: "POST", body: chunks, duplex: "half" } as RequestInit),
		manifest,
		1000,
	);
	expect(found).toEqual({ ok: true, value: { files: [{ name: "é📷", size: 1 }] } });
});
