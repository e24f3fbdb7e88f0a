import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectRefusal } from "../expect-problem.ts";
import { settled, storeFile } from "../uploads/upload-helpers.ts";

const TEXT = "0123456789";
const NAME = "Fotoğraf “1” (été);.html";
const photo = makePhoto(7);

let server: TestServer;
let session: TestSession;
let digits: number;
let picture: number;
let etag: string;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
	digits = await storeFile(session, NAME, TEXT);
	picture = await storeFile(session, photo.name, photo.bytes);
	await followUntil(session, settled(2));
	etag = (await session.fetch(`/api/files/${digits}/original`)).headers.get("etag") ?? "";
});
afterAll(() => server.stop());

const read = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
	session.fetch(`/api/files/${digits}/original`, { ...init, headers });

describe("the original", () => {
	test("is sent completely, as a download that browsers never execute", async () => {
		// Compression in transit would hide its length.
		const response = await read({ "accept-encoding": "identity" });
		expect(response.status).toBe(200);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			"content-length": "10",
			"accept-ranges": "bytes",
			"x-content-type-options": "nosniff",
			"content-security-policy": expect.stringMatching(/^sandbox/),
			etag: expect.stringMatching(/^"[^"]+"$/),
		});
		expect(response.headers.get("cache-control")).toContain("private");
		expect(await response.text()).toBe(TEXT);
	});

	test("has its name in ASCII and in UTF-8", async () => {
		const disposition = (await read()).headers.get("content-disposition") ?? "";
		expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
		expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? "")).toBe(NAME.normalize("NFC"));
	});

	test("is identical to the photo", async () => {
		const response = await session.fetch(`/api/files/${picture}/original`);
		expect(response.headers.get("content-type")).toBe("image/jpeg");
		expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(photo.bytes));
	});

	test.for([
		["the first bytes", "bytes=0-2", "012", "bytes 0-2/10"],
		["bytes in the middle", "bytes=3-5", "345", "bytes 3-5/10"],
		["one byte", "bytes=9-9", "9", "bytes 9-9/10"],
		["an open range", "bytes=7-", "789", "bytes 7-9/10"],
		["a suffix", "bytes=-4", "6789", "bytes 6-9/10"],
		["a suffix longer than the file", "bytes=-99", TEXT, "bytes 0-9/10"],
		["an end beyond the file", "bytes=8-99", "89", "bytes 8-9/10"],
	] as const)("answers %s", async ([, range, text, contentRange]) => {
		const response = await read({ range });
		expect(response.status).toBe(206);
		expect(response.headers.get("content-range")).toBe(contentRange);
		expect(response.headers.get("content-length")).toBe(String(text.length));
		expect(await response.text()).toBe(text);
	});

	test.for(["bytes=10-", "bytes=99-100", "bytes=-0"])("has no range %s", async (range) => {
		const response = await read({ range });
		expect(response.headers.get("content-range")).toBe("bytes */10");
		await expectRefusal(response, 416, "range-not-satisfiable");
	});

	test.for(["bytes=0-1,3-4", "bytes=5-2", "bytes=", "bytes=-", "lines=1-2", "bytes=a-b", "nonsense"])(
		"is sent completely for %s",
		async (range) => {
			const response = await read({ range });
			expect([response.status, await response.text()]).toEqual([200, TEXT]);
		},
	);

	test("is sent in part only while it is unchanged", async () => {
		expect(await (await read({ range: "bytes=0-1", "if-range": etag })).text()).toBe("01");
		expect(await (await read({ range: "bytes=0-1", "if-range": '"other"' })).text()).toBe(TEXT);
	});

	test.for([
		["its tag", (tag: string) => tag],
		["its tag, weakened in transit", (tag: string) => `W/${tag}`],
		["its tag among others", (tag: string) => `"other", ${tag}`],
		["anything", () => "*"],
	] as const)("is not sent again when If-None-Match has %s", async ([, condition]) => {
		const response = await read({ "if-none-match": condition(etag) });
		expect([response.status, await response.text()]).toEqual([304, ""]);
		expect(response.headers.get("etag")).toBe(etag);
	});

	test("is sent to a client that has another version", async () => {
		expect((await read({ "if-none-match": '"other"' })).status).toBe(200);
	});

	test("reports its length to HEAD and sends no body", async () => {
		const response = await read({}, { method: "HEAD" });
		expect([response.status, response.headers.get("content-length"), await response.text()]).toEqual([
			200,
			"10",
			"",
		]);
	});
});

describe("the thumbnail", () => {
	test("is a JPEG", async () => {
		const response = await session.fetch(`/api/files/${picture}/thumbnail`);
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("image/jpeg");
		expect(response.headers.get("x-content-type-options")).toBe("nosniff");
		const bytes = new Uint8Array(await response.arrayBuffer());
		expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
		expect(String(bytes.length)).toBe(response.headers.get("content-length"));
	});

	test("of a text file does not exist, and the response says so", async () => {
		await expectRefusal(await session.fetch(`/api/files/${digits}/thumbnail`), 404, "not-found");
	});
});

describe("the details", () => {
	test("have the record and the facts", async () => {
		const { file, facts } = await session.json<FileDetails>(`/api/files/${picture}`);
		expect(file).toMatchObject({
			n: picture,
			name: photo.name,
			state: "completed",
			kind: "image",
			progress: 100,
		});
		expect(facts).toMatchObject({ kind: "image", format: { mime: "image/jpeg" } });
		expect(facts?.fields).toBe(file.fields);
		expect(facts?.summary.map(({ name }) => name)).toEqual(
			expect.arrayContaining(["takenAt", "camera", "location"]),
		);
	});

	test.for([
		"/api/files/99",
		"/api/files/99/original",
		"/api/files/99/thumbnail",
		"/api/batches/none",
		"/api/nothing",
	])("of what is not there are a problem: %s", async (path) => {
		await expectRefusal(await session.fetch(path), 404, "not-found");
	});
});
