import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ManifestReply } from "../../../src/protocol/files/manifest.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectProblem, expectRefusal } from "../expect-problem.ts";
import { rawConnection, requestHead } from "./raw-request.ts";
import { announce, readBatch } from "./upload-helpers.ts";

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
});
afterAll(() => server.stop());

const entry = (name: string, size: unknown = 10) => ({ name, size });
const send = (key: string, body: string) => session.fetch(`/api/batches/${key}`, { method: "POST", body });

describe("a manifest", () => {
	test("returns one number per file, in order, and every file is expected", async () => {
		const files = [entry("b.jpg"), entry("a.jpg"), entry("a.jpg"), entry("empty", 0)];
		const reply = await session.post<ManifestReply>("/api/batches/order", { files });
		const [first = 0] = reply.files;
		expect(reply).toMatchObject({ batch: "order", files: [first, first + 1, first + 2, first + 3] });
		const { batch, files: records } = await readBatch(session, "order");
		expect(records.map(({ n, name, size, state }) => [n, name, size, state])).toEqual([
			[first, "b.jpg", 10, "expected"],
			[first + 1, "a.jpg", 10, "expected"],
			[first + 2, "a.jpg", 10, "expected"],
			[first + 3, "empty", 0, "expected"],
		]);
		expect(batch.totals).toMatchObject({ files: 4, bytes: 30, stored: 0 });
	});

	test("returns the same numbers when it is repeated, and adds nothing", async () => {
		const files = [entry("x.jpg"), entry("y.jpg")] as { name: string; size: number }[];
		const numbers = await announce(session, "again", ...files);
		expect(await Promise.all([1, 2, 3].map(() => announce(session, "again", ...files)))).toEqual([
			numbers,
			numbers,
			numbers,
		]);
		expect((await readBatch(session, "again")).files).toHaveLength(2);
	});

	test("returns the same numbers to concurrent requests", async () => {
		const files = Array.from({ length: 50 }, (_, index) => ({ name: `${index}.jpg`, size: 1 }));
		const [one, other] = await Promise.all([
			announce(session, "at-once", ...files),
			announce(session, "at-once", ...files),
		]);
		expect(one).toEqual(other);
	});

	test("keeps the path, sanitised", async () => {
		const files = [{ name: "../../etc/passwd", size: 1, path: "holiday/../day 1/\u202egpj.exe" }];
		await session.post("/api/batches/paths", { files });
		expect((await readBatch(session, "paths")).files[0]).toMatchObject({
			name: "gpj.exe",
			path: "holiday/day 1/gpj.exe",
		});
	});

	test("may announce 10,000 files", async () => {
		const own = await openSession(server.url);
		const files = Array.from({ length: 10_000 }, (_, index) => entry(`photo ${index}.jpg`, index));
		const reply = await own.post<ManifestReply>("/api/batches/many", { files });
		expect(reply.files).toHaveLength(10_000);
		expect(new Set(reply.files).size).toBe(10_000);
		expect((await readBatch(own, "many")).batch.totals).toMatchObject({ files: 10_000, bytes: 49_995_000 });
	});

	test("may not announce 10,001", async () => {
		const files = Array.from({ length: 10_001 }, () => entry("a"));
		await expectRefusal(await send("too-many", JSON.stringify({ files })), 400, "malformed");
		await expectRefusal(await session.fetch("/api/batches/too-many"), 404, "not-found");
	});

	test.for([
		["is not JSON", "{files:"],
		["is empty", ""],
		["is a list", "[]"],
		["is null", "null"],
		["has no files", "{}"],
		["has an empty list", '{"files":[]}'],
		["has a file without a size", '{"files":[{"name":"a"}]}'],
		["has a file without a name", '{"files":[{"size":1}]}'],
		["has a negative size", '{"files":[{"name":"a","size":-1}]}'],
		["has a fractional size", '{"files":[{"name":"a","size":1.5}]}'],
		["has a size as text", '{"files":[{"name":"a","size":"1"}]}'],
		["has a size that overflows", '{"files":[{"name":"a","size":1e400}]}'],
		["has a size above the limit", '{"files":[{"name":"a","size":99999999999999}]}'],
		["has a name that is too long", JSON.stringify({ files: [{ name: "a".repeat(5000), size: 1 }] })],
		[
			"has a type that is too long",
			JSON.stringify({ files: [{ name: "a", size: 1, type: "a".repeat(300) }] }),
		],
		["is nested too deeply", "[".repeat(200_000)],
	])("that %s is refused with the reason", async ([, body = ""]) => {
		await expectRefusal(await send("bad", body), 400, "malformed");
		await expectRefusal(await session.fetch("/api/batches/bad"), 404, "not-found");
	});

	test("that is too large is refused by its Content-Length", async () => {
		const connection = await rawConnection(server.url);
		const headers = { authorization: session.authorization, "content-length": 9 * 1024 * 1024 };
		await connection.write(`${requestHead("POST", "/api/batches/huge", headers)}{`);
		const answer = await connection.answer();
		expect(answer.status).toBe(413);
		expectProblem(JSON.parse(answer.body), "too-large");
	});

	test("keeps non-ASCII names", async () => {
		const name = "Fotoğraf 📷 “été”.jpg";
		await announce(session, "unicode", { name, size: 1 });
		expect((await readBatch(session, "unicode")).files[0]?.name).toBe(name.normalize("NFC"));
	});
});

test.for(["a b", "a/b", "ü", "a".repeat(129), "%00", "a%2fb", "<script>"])(
	"the key %j is refused",
	async (key) => {
		const path = `/api/batches/${key.includes("%") ? key : encodeURIComponent(key)}`;
		const body = JSON.stringify({ files: [entry("a")] });
		await expectRefusal(await session.fetch(path, { method: "POST", body }), 400, "malformed");
	},
);

test.for(["a", "A-z_0.9~:@", "3f2c9a52-0c5e-4b8b-9c58-3b4bd8f7c111", "a".repeat(128)])(
	"the key %s is accepted",
	async (key) => {
		expect(await announce(session, key, { name: "a", size: 1 })).toHaveLength(1);
	},
);
