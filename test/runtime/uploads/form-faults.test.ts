import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FormReply } from "../../../src/protocol/http/reply.ts";
import { join } from "../../fixtures/bytes.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectProblem, expectRefusal } from "../expect-problem.ts";
import { BOUNDARY, FORM_END, FORM_HEADERS, formBody, formPart, postForm } from "./form-body.ts";
import { bodyChunk, rawConnection, requestHead } from "./raw-request.ts";
import { objectsOf, settled } from "./upload-helpers.ts";

const MIB = 1024 * 1024;

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
});
beforeEach(async () => {
	session = await openSession(server.url);
});
afterAll(() => server.stop());

const part = (filename: string, bytes: Uint8Array | string = filename) => ({
	field: "files",
	filename,
	bytes,
});
const send = (body: Uint8Array | string) => postForm(session, "drop", body as BodyInit);

/** Sends a form with chunked transfer coding, so that only its closing boundary marks its end. */
async function sendChunks(...chunks: readonly (Uint8Array | string)[]): Promise<FormReply> {
	const connection = await rawConnection(server.url);
	const headers = { ...FORM_HEADERS, authorization: session.authorization, "transfer-encoding": "chunked" };
	await connection.write(requestHead("POST", "/api/batches/drop/files", headers));
	for (const chunk of [...chunks, ""]) await connection.write(bodyChunk(chunk));
	const answer = await connection.answer();
	expect(answer.status).toBe(200);
	return JSON.parse(answer.body.replace(/^[0-9a-f]+\r\n|\r\n[0-9a-f]+\r\n|\r\n$/gi, "")) as FormReply;
}

async function expectKept(reply: FormReply, names: readonly string[]): Promise<void> {
	expect(reply.files.filter(({ state }) => state === "stored").map(({ name }) => name)).toEqual(names);
	await followUntil(session, settled(names.length));
	expect(await objectsOf(server, session)).toHaveLength(names.length);
}

describe("a form over a limit", () => {
	test("keeps its first 100 files and refuses the others with an explanation", async () => {
		const names = Array.from({ length: 103 }, (_, index) => `${index}.txt`);
		const reply = (await (await send(formBody(...names.map((name) => part(name))))).json()) as FormReply;
		expectProblem(reply.problem, "too-large");
		await expectKept(reply, names.slice(0, 100));
	});

	test("keeps the files within 32 MiB", async () => {
		const big = new Uint8Array(11 * MIB);
		const response = await send(formBody(part("a", big), part("b", big), part("c", big), part("d", "small")));
		const reply = (await response.json()) as FormReply;
		expectProblem(reply.problem, "too-large");
		expect(reply.problem?.detail).toContain("32 MiB");
		await expectKept(reply, ["a", "b"]);
	});

	test("with nothing but one file that is too large is refused", async () => {
		await expectRefusal(await send(formBody(part("a", new Uint8Array(33 * MIB)))), 413, "too-large");
		expect(await objectsOf(server, session)).toEqual([]);
	});

	test("with a part header that is too long is refused with the reason", async () => {
		const problem = await expectRefusal(
			await send(formPart(part(`${"a".repeat(20_000)}.txt`))),
			413,
			"too-large",
		);
		expect(problem.detail).not.toContain("32 MiB");
	});

	test("with too many fields is refused with the reason", async () => {
		const fields = Array.from({ length: 200 }, (_, index) => ({ field: `f${index}`, bytes: "x" }));
		const problem = await expectRefusal(await send(formBody(...fields)), 413, "too-large");
		expect(problem.detail).not.toContain("100 files");
	});
});

describe("a truncated form", () => {
	test("keeps its complete files and leaves nothing else behind", async () => {
		const connection = await rawConnection(server.url);
		const headers = { ...FORM_HEADERS, authorization: session.authorization, "content-length": 500_000 };
		await connection.write(requestHead("POST", "/api/batches/drop/files", headers));
		await connection.write(join(formPart(part("whole.txt")), formPart(part("also.txt"))));
		await connection.write(formPart(part("half", new Uint8Array(100_000))).subarray(0, 50_000));
		await followUntil(session, ({ files }) => files.size > 0);
		connection.cut();
		const { state } = await followUntil(session, settled(2));
		expect([...state.files.values()].map(({ name }) => name)).toEqual(["whole.txt", "also.txt"]);
		expect(await objectsOf(server, session)).toHaveLength(2);
	});

	test("without its closing boundary is reported, and complete files are kept", async () => {
		const body = join(formPart(part("a")), formPart(part("b")), formPart(part("c")).slice(0, -4));
		const reply = (await (await send(body)).json()) as FormReply;
		expectProblem(reply.problem, "malformed");
		await expectKept(reply, ["a", "b"]);
	});
});

describe("an invalid form", () => {
	test.for([
		["JSON", "application/json"],
		["nothing", ""],
		["a form without a boundary", "multipart/form-data"],
		["another kind of multipart", `multipart/mixed; boundary=${BOUNDARY}`],
		["a URL-encoded form", "application/x-www-form-urlencoded"],
	])("is refused: %s", async ([, type = ""]) => {
		const headers = { "content-type": type };
		const body = new Blob([formBody(part("a")) as Uint8Array<ArrayBuffer>]);
		const response = await session.fetch("/api/batches/drop/files", { method: "POST", headers, body });
		await expectRefusal(response, 415, "unsupported-type");
	});

	test.for([
		["empty", ""],
		["text", "what is this"],
		["only a boundary", `--${BOUNDARY}`],
		["another boundary", formBody(part("a")).slice(4)],
		["bare line feeds", new TextDecoder().decode(formBody(part("a"))).replaceAll("\r\n", "\n")],
		[
			"a header that is not UTF-8",
			join(
				`--${BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="`,
				[0xff, 0xfe],
				`"\r\n\r\nx\r\n${FORM_END}`,
			),
		],
	] as const)("is refused: %s", async ([, body]) => {
		const response = await send(body);
		await expectRefusal(response, 400, "malformed");
		expect(await objectsOf(server, session)).toEqual([]);
	});

	test("is refused when it has no body", async () => {
		const response = await session.fetch("/api/batches/drop/files", {
			method: "POST",
			headers: FORM_HEADERS,
		});
		await expectRefusal(response, 400, "malformed");
	});
});

describe("an unusual form", () => {
	test("may have no files", async () => {
		expect(await (await send(FORM_END)).json()).toMatchObject({ batch: "drop", files: [] });
		expect(await (await send(formBody({ field: "a", bytes: "b" }))).json()).toMatchObject({ files: [] });
		await expectRefusal(await session.fetch("/api/batches/drop"), 404, "not-found");
	});

	test("may have an empty file input", async () => {
		expect(await (await send(formBody(part("", ""), part("a")))).json()).toMatchObject({
			files: [{ name: "a", state: "stored" }],
		});
	});

	test("may have a file without a name", async () => {
		const body = formBody({ field: "files", type: "application/octet-stream", bytes: "x" });
		expect(await (await send(body)).json()).toMatchObject({ files: [{ name: "unnamed", state: "stored" }] });
	});

	test("may have an epilogue", async () => {
		const reply = await sendChunks(formBody(part("a")), "this is an epilogue", "and more of it");
		expect(reply.problem).toBeUndefined();
		await expectKept(reply, ["a"]);
	});

	test("may arrive in chunks of one byte", async () => {
		const reply = await sendChunks(
			...[...formBody(part("a", "hello"), part("b"))].map((byte) => Uint8Array.of(byte)),
		);
		await expectKept(reply, ["a", "b"]);
	});

	test("may begin with a line break", async () => {
		expect(await (await send(join("\r\n", formBody(part("a"))))).json()).toMatchObject({
			files: [{ name: "a", state: "stored" }],
		});
	});
});
