import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type DocumentUploadReply,
	type UploadList,
	type UploadMessage,
	uploadMessage,
} from "../../../src/dialects/documents/upload-message.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { openSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";
import { readBatch } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

/** All messages of an upload's socket until the server closes it. */
async function watch(session: TestSession, id: string): Promise<{ received: UploadMessage[]; code: number }> {
	const headers = { authorization: session.authorization };
	const socket = await openSocket<UploadMessage>(`${server.url}/ws/${id}`, { headers, hangsUp: true });
	const received: UploadMessage[] = [];
	for await (const message of socket) received.push(uploadMessage.parse(message));
	return { received, code: (await socket.closed).code };
}

/** Text of many chunks. */
const LONG = Array.from(
	{ length: 40 },
	(_, index) => `# Part ${index}\n\n${`Words of part ${index}. `.repeat(60)}`,
).join("\n\n");

test("an upload in JSON is reported from its current status to its end, and the socket closes", async () => {
	const session = await openSession(server.url);
	const body = {
		collection_name: "rag_documents",
		documents: [{ filename: "long.md", content: LONG }],
		force_recreate: false,
	};
	const reply = await session.post<DocumentUploadReply>("/upload", body);
	expect(reply).toMatchObject({ status: "received", message: "Upload received. Total documents: 1" });
	expect(reply.upload_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
	expect(Math.abs(reply.timestamp - Date.now() / 1000)).toBeLessThan(600);

	const { received, code } = await watch(session, reply.upload_id);
	expect(code).toBe(1000);
	const last = received.at(-1);
	expect(last).toMatchObject({
		status: "completed",
		progress_percent: 100,
		message: "Successfully processed 1 document",
	});
	expect(last?.current_chunk).toBe(last?.total_chunks);
	expect(last?.total_chunks).toBeGreaterThan(20);
	const percents = received.map(({ progress_percent }) => progress_percent);
	expect(percents).toEqual([...percents].sort((a, b) => a - b));
	for (const step of ["chunking", "enriching", "indexing"]) {
		const counts = received.flatMap(({ status, current_chunk }) => (status === step ? [current_chunk] : []));
		// A client that connects late misses the first steps, but none after those.
		expect(counts).toEqual(counts.map((_, index) => (counts[0] ?? 0) + index));
	}

	const again = await watch(session, reply.upload_id);
	expect(again).toMatchObject({ code: 1000, received: [{ status: "completed" }] });
	const { uploads } = await session.json<UploadList>("/upload");
	expect(uploads).toMatchObject([
		{ upload_id: reply.upload_id, collection_name: "rag_documents", status: "completed", documents: 1 },
	]);
});

test("an upload can be a form of files, on first contact too", async () => {
	const form = new FormData();
	form.append("files", new Blob([makePdf({ pages: [["A page."]] }) as Uint8Array<ArrayBuffer>]), "a.pdf");
	form.append("files", new Blob(["plain words"]), "b.txt");
	form.append("collection_name", "papers");
	const response = await fetch(`${server.url}/upload`, { method: "POST", body: form });
	expect(response.status).toBe(200);
	const { upload_id, message } = (await response.json()) as DocumentUploadReply;
	expect(message).toBe("Upload received. Total documents: 2");
	const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
	const socket = await openSocket<UploadMessage>(`${server.url}/ws/${upload_id}`, {
		headers: { cookie },
		hangsUp: true,
	});
	const received: UploadMessage[] = [];
	for await (const one of socket) received.push(one);
	expect(received.at(-1)).toMatchObject({
		status: "completed",
		message: "Successfully processed 2 documents",
	});
});

describe("a collection", () => {
	test("is emptied first when the upload asks for it, and others are not", async () => {
		const session = await openSession(server.url);
		const send = (collection_name: string, text: string, force_recreate = false) =>
			session.post<DocumentUploadReply>("/upload", { collection_name, documents: [text], force_recreate });
		const [first, other] = [await send("mine", "one"), await send("other", "two")];
		const second = await send("mine", "three", true);
		await watch(session, second.upload_id);
		const files = async (key: string) => (await readBatch(session, key)).files.length;
		expect([
			await files(first.upload_id),
			await files(other.upload_id),
			await files(second.upload_id),
		]).toEqual([0, 1, 1]);
		const { uploads } = await session.json<UploadList>("/upload");
		expect(uploads.map(({ upload_id }) => upload_id)).toEqual(
			[second, other, first].map(({ upload_id }) => upload_id),
		);
	});
});

describe("refusals", () => {
	test("a failed document is reported with the reason", async () => {
		const session = await openSession(server.url);
		const { upload_id } = await session.post<DocumentUploadReply>("/upload", {
			documents: ["{\\rtf1 Hello}"],
		});
		const { received } = await watch(session, upload_id);
		expect(received.at(-1)).toMatchObject({
			status: "failed",
			message: expect.stringMatching(/^Processing error: .*RTF/),
		});
	});

	test("an invalid body, and an upload of another session", async () => {
		const session = await openSession(server.url);
		const { upload_id } = await session.post<DocumentUploadReply>("/upload", { documents: ["mine"] });
		const json = { "content-type": "application/json" };
		await expectRefusal(
			await session.fetch("/upload", { method: "POST", headers: json, body: "no" }),
			400,
			"malformed",
		);
		const stranger = await openSession(server.url);
		expect(await watch(stranger, upload_id)).toMatchObject({ code: 1000, received: [{ status: "failed" }] });
		expect((await stranger.json<UploadList>("/upload")).uploads).toEqual([]);
		await expect(openSocket(`${server.url}/ws/${upload_id}`)).rejects.toThrow("answered 401");
	});
});
