import { expect, test } from "vitest";
import { manifest } from "../../../src/protocol/files/manifest.ts";
import { readJson } from "../../../src/routes/http/read-json.ts";

const request = (body: BodyInit) => new Request("http://localhost/", { method: "POST", body });
const read = (body: BodyInit, maxBytes = 1000) => readJson(request(body), manifest, maxBytes);

test("what has the shape is read, and what it does not name is left out", async () => {
	const found = await read('{"files":[{"name":"a","size":1,"more":true}],"other":1}');
	expect(found).toEqual({ ok: true, value: { files: [{ name: "a", size: 1 }] } });
});

test.for([
	["", "malformed"],
	["{", "malformed"],
	['{"files":[{"name":"a","size":"1"}]}', "malformed"],
	[" ".repeat(1001), "too-large"],
] as const)("%j is refused", async ([body, code]) => {
	expect(await read(body)).toMatchObject({ ok: false, problem: { code } });
});

test("the first thing that is wrong is named with its place", async () => {
	const found = await read('{"files":[{"name":"a","size":1},{"name":"b","size":-1}]}');
	expect(found.ok ? "" : found.problem.detail).toContain("files.1.size");
});

test("a body without a length is bounded by what comes", async () => {
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

test("a character that is cut by a chunk is whole again", async () => {
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
