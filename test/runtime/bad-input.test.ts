import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KIB, MAX_FORM_BYTES } from "../../src/protocol/limits.ts";
import type { ProblemCode } from "../../src/protocol/problem.ts";
import { join } from "../fixtures/bytes.ts";
import { openSession, type TestSession } from "../support/server/client.ts";
import { followUntil } from "../support/server/follow.ts";
import { startServer, type TestServer } from "../support/server/server.ts";
import { expectProblem, expectRefusal } from "./expect-problem.ts";
import { FORM_END, FORM_HEADERS, formPart } from "./uploads/form-body.ts";
import { bodyChunk, rawConnection, requestHead } from "./uploads/raw-request.ts";
import { announce, objectsOf, readBatch } from "./uploads/upload-helpers.ts";

let server: TestServer;
let session: TestSession;
/** An announced file of three bytes, and a tus upload of three bytes; neither has received any. */
let file: number;
let upload: string;
beforeAll(async () => {
	server = await startServer({ inspect: true });
	session = await openSession(server.url);
	file = (await announce(session, "drop", { name: "a", size: 3 }))[0] ?? 0;
	upload = (await tus("/api/uploads", { "upload-length": "3" })).headers.get("location") ?? "";
});
afterAll(() => server.stop());

function tus(path: string, headers: Record<string, string>, body?: string): Promise<Response> {
	const all = { "tus-resumable": "1.0.0", ...headers };
	return session.fetch(path, { method: "POST", headers: all, ...(body !== undefined && { body }) });
}

const patch = (headers: Record<string, string>, body: string) =>
	tus(
		upload,
		{ "x-http-method-override": "PATCH", "content-type": "application/offset+octet-stream", ...headers },
		body,
	);

const manifest = (files: readonly object[]) =>
	session.fetch("/api/batches/bad", { method: "POST", body: JSON.stringify({ files }) });

const put = (body: string) => session.fetch(`/api/files/${file}`, { method: "PUT", body });

const metadata = (text: string) => tus("/api/uploads", { "upload-length": "3", "upload-metadata": text });

/** Everything the session stores: its objects, and the number of rows of each table. */
async function kept(): Promise<unknown> {
	const tables = ["frames", "checkpoint", "facts", "uploads", "parts", "trash"];
	const counts = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
	const rows = await server.sql(session.id, `SELECT ${counts.join(", ")}`);
	return { rows, objects: await objectsOf(server, session) };
}

describe("is refused with advice, and leaves neither an object nor a row:", () => {
	test.for<[string, number, ProblemCode, () => Promise<Response>]>([
		[
			"a manifest of 10,001 files",
			400,
			"malformed",
			() => manifest(Array.from({ length: 10_001 }, () => ({ name: "a", size: 1 }))),
		],
		["a size below 0", 400, "malformed", () => manifest([{ name: "a", size: -1 }])],
		["a fraction of a byte", 400, "malformed", () => manifest([{ name: "a", size: 0.5 }])],
		["a size over the limit", 400, "malformed", () => manifest([{ name: "a", size: 2 ** 53 }])],
		["an extremely long name", 400, "malformed", () => manifest([{ name: "../".repeat(9_999), size: 1 }])],
		["metadata that is not base64", 400, "malformed", () => metadata("filename #")],
		[
			"an unknown algorithm",
			400,
			"malformed",
			() => patch({ "upload-offset": "0", "upload-checksum": "sha3 YQ==" }, "abc"),
		],
		[
			"a wrong checksum",
			460,
			"checksum-mismatch",
			() => patch({ "upload-offset": "0", "upload-checksum": "crc32 AAAAAA==" }, "abc"),
		],
		["a piece out of order", 409, "wrong-offset", () => patch({ "upload-offset": "2" }, "c")],
		["a piece that begins past the end", 409, "wrong-offset", () => patch({ "upload-offset": "4" }, "c")],
		["a piece that goes past the end", 413, "too-large", () => patch({ "upload-offset": "0" }, "abcd")],
		["an offset below 0", 400, "malformed", () => patch({ "upload-offset": "-1" }, "abc")],
		["a body that is too long", 400, "body-too-long", () => put("abcd")],
		["a body that is too short", 400, "body-too-short", () => put("ab")],
	])("%s", async ([, status, code, send]) => {
		const before = await kept();
		await expectRefusal(await send(), status, code);
		expect(await kept()).toEqual(before);
	});
});

describe("a form", () => {
	test("of 10,001 parts keeps its first hundred files, and says so", async () => {
		const own = await openSession(server.url);
		const part = formPart({ field: "files", filename: "a", bytes: "x" });
		const body = join(...Array.from({ length: 10_001 }, () => part), FORM_END) as Uint8Array<ArrayBuffer>;
		const init = { method: "POST", headers: FORM_HEADERS, body };
		const reply = await own.json<{ files: unknown[]; problem: unknown }>("/api/batches/many/files", init);
		expectProblem(reply.problem, "too-large");
		expect(reply.files).toHaveLength(100);
		await followUntil(own, ({ totals }) => totals.states.completed === 100);
		expect(await objectsOf(server, own)).toHaveLength(100);
	});

	test("that never ends is refused at the limit, and leaves nothing", async () => {
		const own = await openSession(server.url);
		const connection = await rawConnection(server.url);
		const headers = { ...FORM_HEADERS, authorization: own.authorization, "transfer-encoding": "chunked" };
		await connection.write(requestHead("POST", "/api/batches/endless/files", headers));
		const head = formPart({ field: "files", filename: "a", bytes: "" }).slice(0, -2);
		// Just over the limit and without an end: a server that waits for the end never answers.
		for (const chunk of [head, new Uint8Array(MAX_FORM_BYTES), new Uint8Array(KIB)])
			await connection.write(bodyChunk(chunk));
		const { status, body } = await connection.answer();
		expect(status).toBe(413);
		expectProblem(JSON.parse(body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1)), "too-large");
		expect(await objectsOf(server, own)).toEqual([]);
	});
});

describe("a client that dies", () => {
	test("between the manifest and the bytes leaves expected files and no object", async () => {
		const own = await openSession(server.url);
		const [n] = await announce(own, "died", { name: "a", size: 100_000 }, { name: "b", size: 5 });
		const connection = await rawConnection(server.url);
		const headers = { authorization: own.authorization, "content-length": 100_000 };
		await connection.write(requestHead("PUT", `/api/files/${n}`, headers));
		await connection.write("x".repeat(50_000));
		await followUntil(own, ({ totals }) => totals.states.uploading === 1);
		connection.cut();
		await followUntil(own, ({ totals }) => totals.states.expected === 2);
		expect((await readBatch(own, "died")).files.map(({ state, stored }) => [state, stored])).toEqual([
			["expected", 0],
			["expected", 0],
		]);
		expect(await objectsOf(server, own)).toEqual([]);
		expect((await own.fetch("/api/batches/died", { method: "DELETE" })).status).toBe(204);
		const stored = await server.sql(
			own.id,
			"SELECT * FROM frames UNION ALL SELECT id, 0, 0, body, '' FROM checkpoint",
		);
		expect(JSON.stringify(stored)).not.toContain("died");
	});
});
