import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ManifestReply } from "../../../src/protocol/files/manifest.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectProblem, expectRefusal } from "../expect-problem.ts";
import { sendForm } from "./form-body.ts";
import { objectsOf, putFile, readBatch, settled } from "./upload-helpers.ts";

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
});
beforeEach(async () => {
	session = await openSession(server.url);
});
afterAll(() => server.stop());

const photo = makePhoto(1);
const LARGE = new Uint8Array(200_000).fill(7);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A manifest entry with the SHA-256 of the bytes. */
const declared = (name: string, bytes: Uint8Array, hash = sha256(bytes)) => ({
	name,
	size: bytes.length,
	sha256: hash,
});

const announce = (key: string, ...files: object[]) =>
	session.post<ManifestReply>(`/api/batches/${key}`, { files });

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A tus upload in one request. */
function upload(bytes: Uint8Array, metadata: Readonly<Record<string, string>>): Promise<Response> {
	const pairs = Object.entries(metadata).map(([key, value]) => `${key} ${base64(value)}`);
	return session.fetch("/api/uploads", {
		method: "POST",
		headers: {
			"tus-resumable": "1.0.0",
			"upload-length": String(bytes.length),
			"upload-metadata": pairs.join(","),
			"content-type": "application/offset+octet-stream",
		},
		body: new Blob([bytes as Uint8Array<ArrayBuffer>]),
	});
}

describe("bytes that are already stored", () => {
	test.for<[string, (n: number) => Promise<unknown>]>([
		["a PUT", (n) => putFile(session, n, photo.bytes)],
		["a form", (n) => sendForm(session, "first", [{ ...photo, field: String(n) }])],
		["tus in one request", (n) => upload(photo.bytes, { n: String(n) })],
	])("by %s are not sent again: the new file is processed at once", async ([, send]) => {
		const { files, already } = await announce("first", declared("a.jpg", photo.bytes));
		expect(already).toBeUndefined();
		await send(files[0] ?? 0);
		await followUntil(session, settled(1));
		const again = await announce("second", declared("b.jpg", photo.bytes), { name: "new.jpg", size: 5 });
		expect(again.already).toEqual([again.files[0]]);
		await followUntil(session, ({ totals }) => totals.states.completed === 2);
		expect((await readBatch(session, "second")).files).toMatchObject([
			{ name: "b.jpg", state: "completed", stored: photo.bytes.length, kind: "image" },
			{ name: "new.jpg", state: "expected", stored: 0 },
		]);
		expect(await objectsOf(server, session)).toHaveLength(1);
		await expectRefusal(await putFile(session, again.files[0], photo.bytes), 409, "already-stored");
		const bytes = await (await session.fetch(`/api/files/${again.files[0]}/original`)).arrayBuffer();
		expect(Buffer.from(bytes).equals(photo.bytes)).toBe(true);
	});

	test("stay until the last file with them is removed", async () => {
		const { files } = await announce("first", declared("a.jpg", photo.bytes));
		await putFile(session, files[0], photo.bytes);
		const { files: copies } = await announce("second", declared("b.jpg", photo.bytes));
		await followUntil(session, settled(2));
		const remove = (n: number | undefined) => session.fetch(`/api/files/${n}`, { method: "DELETE" });
		expect((await remove(files[0])).status).toBe(204);
		expect((await session.fetch(`/api/files/${copies[0]}/original`)).status).toBe(200);
		expect((await remove(copies[0])).status).toBe(204);
		expect(await objectsOf(server, session)).toEqual([]);
		const { already } = await announce("third", declared("c.jpg", photo.bytes));
		expect(already).toBeUndefined();
	});

	test("are reported again when the manifest is repeated", async () => {
		const entries = [declared("a.jpg", photo.bytes), { name: "later.jpg", size: 5 }];
		const { files } = await announce("drop", ...entries);
		await putFile(session, files[0], photo.bytes);
		expect(await announce("drop", ...entries)).toMatchObject({ files, already: [files[0]] });
	});

	test("of another session are never reused", async () => {
		const { files } = await announce("drop", declared("a.jpg", photo.bytes));
		await putFile(session, files[0], photo.bytes);
		session = await openSession(server.url);
		expect((await announce("drop", declared("a.jpg", photo.bytes))).already).toBeUndefined();
	});
});

describe("bytes that do not match the declared SHA-256", () => {
	const WRONG = "0".repeat(64);

	test.for<[string, Uint8Array]>([
		["a small body", photo.bytes],
		["a streamed body", LARGE],
	])("are refused and leave nothing behind: %s", async ([, bytes]) => {
		const { files } = await announce("drop", declared("a.jpg", bytes, WRONG));
		await expectRefusal(await putFile(session, files[0], bytes), 460, "checksum-mismatch");
		expect(await objectsOf(server, session)).toEqual([]);
		expect((await readBatch(session, "drop")).files).toMatchObject([{ state: "expected", stored: 0 }]);
	});

	test("are refused in a form, without affecting other files", async () => {
		const { files } = await announce("drop", declared("a.jpg", photo.bytes, WRONG));
		const reply = await sendForm(session, "drop", [{ ...photo, field: String(files[0]) }, makePhoto(2)]);
		expect(reply.files.map(({ state }) => state)).toEqual(["refused", "stored"]);
		expectProblem(reply.files[0]?.problem, "checksum-mismatch");
		expect(await objectsOf(server, session)).toHaveLength(1);
	});

	test("are refused by tus, and create nothing", async () => {
		const response = await upload(photo.bytes, { filename: "a.jpg", sha256: WRONG });
		await expectRefusal(response, 460, "checksum-mismatch");
		expect(response.headers.get("location")).toBeNull();
		expect(await objectsOf(server, session)).toEqual([]);
		await followUntil(session, ({ files }) => files.size === 0);
	});

	test("are accepted when they match, streamed or not", async () => {
		const { files } = await announce("drop", declared("a.bin", LARGE), declared("b.jpg", photo.bytes));
		expect((await putFile(session, files[0], LARGE)).status).toBe(201);
		expect((await upload(photo.bytes, { n: String(files[1]) })).status).toBe(201);
		const { already } = await announce("more", declared("c.bin", LARGE), declared("d.jpg", photo.bytes));
		expect(already).toHaveLength(2);
	});
});

describe("an invalid hash", () => {
	test.for(["", "abc", "A".repeat(64), "g".repeat(64), "a".repeat(65)])("is refused: %j", async (hash) => {
		const body = JSON.stringify({ files: [declared("a", photo.bytes, hash)] });
		const response = await session.fetch("/api/batches/drop", { method: "POST", body });
		const { detail } = await expectRefusal(response, 400, "malformed");
		expect(detail).toContain("sha256");
	});

	test("is refused by tus", async () => {
		await expectRefusal(await upload(photo.bytes, { sha256: "abc" }), 400, "malformed");
	});
});
