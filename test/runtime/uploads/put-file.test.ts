import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectRefusal } from "../expect-problem.ts";
import { sendForm } from "./form-body.ts";
import { bodyChunk, rawConnection, requestHead } from "./raw-request.ts";
import { announce, objectsOf, putFile, settled, storeFile } from "./upload-helpers.ts";

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
});
afterAll(() => server.stop());

let files = 0;
/** Announces one file; returns its number. */
async function expected(size: number): Promise<number> {
	const [n = 0] = await announce(session, "drop", { name: `file ${++files}`, size });
	return n;
}
const stateOf = async (n: number) => (await session.json<FileDetails>(`/api/files/${n}`)).file.state;
const original = async (n: number) => (await session.fetch(`/api/files/${n}/original`)).text();
const reached = (n: number, ...states: string[]) =>
	followUntil(session, ({ files }) => states.includes(files.get(n)?.state ?? ""));

describe("the bytes of an expected file", () => {
	test("are stored and can be downloaded", async () => {
		const n = await expected(5);
		const response = await putFile(session, n, "hello");
		expect(response.status).toBe(201);
		expect(await response.json()).toMatchObject({
			file: { n, stored: 5, size: 5 },
			cursor: expect.any(String),
		});
		expect(await original(n)).toBe("hello");
	});

	test("may be empty", async () => {
		const n = await expected(0);
		expect((await putFile(session, n, "")).status).toBe(201);
		expect(await original(n)).toBe("");
		await reached(n, "failed");
	});

	test("may arrive in chunks, without a length", async () => {
		const n = await expected(10);
		const connection = await rawConnection(server.url);
		const headers = { authorization: session.authorization, "transfer-encoding": "chunked" };
		await connection.write(requestHead("PUT", `/api/files/${n}`, headers));
		for (const piece of ["hello", "world", ""]) await connection.write(bodyChunk(piece));
		expect((await connection.answer()).status).toBe(201);
		expect(await original(n)).toBe("helloworld");
	});

	test.for([
		["fewer", 4, "body-too-short"],
		["more", 6, "body-too-long"],
	] as const)("are refused when there are %s than announced", async ([, length, code]) => {
		const n = await expected(5);
		await expectRefusal(await putFile(session, n, "x".repeat(length)), 400, code);
		expect(await stateOf(n)).toBe("expected");
	});

	test.for([
		["fewer", ["he"], "body-too-short"],
		["more", ["hello", " and more"], "body-too-long"],
	] as const)("are refused when %s than announced arrive in chunks", async ([, pieces, code]) => {
		const n = await expected(5);
		const connection = await rawConnection(server.url);
		const headers = { authorization: session.authorization, "transfer-encoding": "chunked" };
		await connection.write(requestHead("PUT", `/api/files/${n}`, headers));
		for (const piece of [...pieces, ""]) await connection.write(bodyChunk(piece));
		const answer = await connection.answer();
		expect(answer.status).toBe(400);
		expect(answer.body).toContain(code);
		expect(await stateOf(n)).toBe("expected");
	});

	test("are expected again when the connection is lost, and a second attempt is stored", async () => {
		const own = await openSession(server.url);
		const [n = 0] = await announce(own, "drop", { name: "cut.bin", size: 200_000 });
		const connection = await rawConnection(server.url);
		const headers = { authorization: own.authorization, "content-length": 200_000 };
		await connection.write(requestHead("PUT", `/api/files/${n}`, headers));
		await connection.write("x".repeat(100_000));
		const { state } = await followUntil(own, ({ files }) => files.get(n)?.state === "uploading");
		expect(state.files.get(n)?.stored).toBe(0);
		connection.cut();
		await followUntil(own, ({ files }) => files.get(n)?.state === "expected");
		expect(await objectsOf(server, own)).toEqual([]);
		expect((await putFile(own, n, "y".repeat(200_000))).status).toBe(201);
		await followUntil(own, settled(1));
		expect(await objectsOf(server, own)).toMatchObject([{ size: 200_000 }]);
	});

	test("are refused the second time: the first ones stay", async () => {
		const n = await storeFile(session, "once.txt", "first");
		await expectRefusal(await putFile(session, n, "other"), 409, "already-stored");
		await reached(n, "completed");
		await expectRefusal(await putFile(session, n, "other"), 409, "already-stored");
		expect(await original(n)).toBe("first");
	});

	test("may be sent concurrently: one request succeeds, and one object stays", async () => {
		const own = await openSession(server.url);
		const [n] = await announce(own, "drop", { name: "raced", size: 3 });
		const answers = await Promise.all(["aaa", "bbb", "ccc"].map((bytes) => putFile(own, n, bytes)));
		expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
		for (const answer of answers.filter(({ status }) => status !== 201)) expect(answer.status).toBe(409);
		await followUntil(own, settled(1));
		expect(await objectsOf(server, own)).toHaveLength(1);
	});

	test("may be sent again while another request hangs", async () => {
		const own = await openSession(server.url);
		const [n = 0] = await announce(own, "drop", { name: "hung.txt", size: 100_000 });
		const hung = await rawConnection(server.url);
		const headers = { authorization: own.authorization, "content-length": 100_000 };
		await hung.write(requestHead("PUT", `/api/files/${n}`, headers));
		await hung.write("o".repeat(60_000));
		await followUntil(own, ({ files }) => files.get(n)?.state === "uploading");
		const newer = "n".repeat(100_000);
		expect((await putFile(own, n, newer)).status).toBe(201);
		await hung.write("o".repeat(40_000));
		expect((await hung.answer()).status).toBe(409);
		expect(await (await own.fetch(`/api/files/${n}/original`)).text()).toBe(newer);
		expect(await objectsOf(server, own)).toHaveLength(1);
	});
});

test("the bytes sent last are processed when the file was cancelled in between", async () => {
	const own = await openSession(server.url);
	const sent = ["%PDF-1.7 the first thing that was sent here", "a plain text which is the second thing sent"];
	const [first, second] = sent.map((text) => new TextEncoder().encode(text));
	if (first === undefined || second === undefined) throw new Error("two texts");
	const [n = 0] = await announce(own, "drop", { name: "changed", size: first.length });
	await own.post(`/api/files/${n}/pause`);
	await sendForm(own, "drop", [{ name: "changed", bytes: first, field: String(n) }]);
	await own.post(`/api/files/${n}/cancel`);
	await own.post(`/api/files/${n}/retry`);
	await sendForm(own, "drop", [{ name: "changed", bytes: second, field: String(n) }]);
	const { state } = await followUntil(own, settled(1));
	expect(state.files.get(n)).toMatchObject({ state: "completed", mime: "text/plain" });
	expect(await objectsOf(server, own)).toHaveLength(1);
});

test.for(["0", "99", "-1", "1e3", "abc", "1.5", "99999999999999999999"])(
	"file %s does not exist",
	async (n) => {
		for (const method of ["PUT", "GET", "DELETE"]) {
			const init = method === "PUT" ? { method, body: "x" } : { method };
			await expectRefusal(await session.fetch(`/api/files/${n}`, init), 404, "not-found");
		}
	},
);

test("a body over the limit of one request is refused by its Content-Length", async () => {
	const n = await expected(200 * 1024 * 1024);
	const connection = await rawConnection(server.url);
	const headers = { authorization: session.authorization, "content-length": 200 * 1024 * 1024 };
	await connection.write(requestHead("PUT", `/api/files/${n}`, headers));
	await connection.write("x");
	const answer = await connection.answer();
	expect(answer.status).toBe(413);
	expect(answer.body).toContain("too-large");
});

test("the bucket has one object per stored file and nothing else", async () => {
	const { state } = await followUntil(
		session,
		({ totals: { files, states } }) => files > 0 && states.queued + states.processing === 0,
	);
	const read = [...state.files.values()].filter(({ state }) => state === "completed" || state === "failed");
	const sizes = (await objectsOf(server, session)).map(({ size }) => size).sort();
	expect(sizes).toEqual(read.map(({ size }) => size).sort());
});
