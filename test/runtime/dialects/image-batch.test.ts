import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePng } from "../../fixtures/png.ts";
import { openSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { mailbox } from "../../support/server/mailbox.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectRefusal } from "../expect-problem.ts";
import {
	type BatchMessage,
	type ChunkFile,
	type ChunkReply,
	chunkForm,
	isSummaryOf,
	openProgress,
	readUntil,
	sendChunk,
	stepsByFile,
} from "./image-batch-client.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

const PICTURE = makePng();
const INTACT = ["0 uploading", "50 uploading", "75 processing", "100 completed"];
const BROKEN = ["0 uploading", "50 uploading", "75 processing", "75 failed"];

/** A chunk of pictures; every `broken`th has no bytes. */
function chunk(number: number, files: number, broken = 0): ChunkFile[] {
	return Array.from({ length: files }, (_, index) => {
		const isBroken = broken > 0 && index % broken === 0;
		return { name: `${number}-${index}.png`, bytes: isBroken ? new Uint8Array(0) : PICTURE };
	});
}

describe("a batch of seed 002", () => {
	test("of three chunks of 100 is reported file by file, and a failure does not affect the others", async () => {
		const session = await openSession(server.url);
		const chunks = [0, 1, 2].map((number) => chunk(number, 100, 20));
		const files = chunks.flat().map(({ name, bytes }) => ({ name, size: bytes.length }));
		await session.post("/api/batches/holiday", { files });
		const socket = await openProgress(session, "/holiday");
		for (const files of chunks) {
			const reply = await sendChunk(session, "holiday", files);
			expect(reply).toMatchObject({
				batchId: "holiday",
				totalFiles: 100,
				successCount: 100,
				failureCount: 0,
			});
		}
		const received = await readUntil(socket, isSummaryOf(300));
		expect(received.filter(({ event }) => event === "uploadCompleted")).toHaveLength(1);
		expect(received.at(-1)?.data).toMatchObject({ totalFiles: 300, successCount: 285, failureCount: 15 });
		const steps = stepsByFile(received);
		expect(steps.size).toBe(300);
		for (const { name, bytes } of chunks.flat())
			expect([name, steps.get(name)]).toEqual([name, bytes.length === 0 ? BROKEN : INTACT]);
		const percents = received.flatMap(({ data }) => data.percentComplete ?? []);
		expect(percents).toEqual(percents.toSorted((a, b) => a - b));
		const failure = received.find(({ data }) => data.currentFileStatus === "failed");
		expect(failure?.data).toMatchObject({
			fileSize: 0,
			error: expect.stringMatching(/^[A-Z].{10,}\.$/),
			batch: { id: "holiday" },
		});
		await socket.close();
	});

	test("is reported completely to a reader who was away, and to one who connects late", async () => {
		const session = await openSession(server.url);
		const first = await openProgress(session, "/away");
		await sendChunk(session, "away", chunk(1, 30));
		// The message with a cursor is the last of its tick.
		const before = await readUntil(first, ({ cursor }) => cursor !== undefined);
		first.cut();
		await sendChunk(session, "away", chunk(2, 30));
		await followUntil(session, ({ totals }) => totals.states.completed === 60);
		const again = await openProgress(session, "/away", before.at(-1)?.cursor);
		const after = await readUntil(again, isSummaryOf(60));
		const late = await openProgress(session, "");
		for (const received of [[...before, ...after], await readUntil(late, isSummaryOf(60))]) {
			const steps = stepsByFile(received);
			expect(steps.size).toBe(60);
			for (const [name, own] of steps) expect([name, own]).toEqual([name, INTACT]);
		}
		await Promise.all([again.close(), late.close()]);
	});

	test("is named by the server when the client does not", async () => {
		const session = await openSession(server.url);
		const socket = await openProgress(session, "");
		const send = (body: FormData, query = "") =>
			session.json<ChunkReply>(`/api/image_batch/upload${query}`, { method: "POST", body });
		const named = await send(chunkForm(chunk(1, 2)));
		const byQuery = await send(chunkForm(chunk(2, 2)), "?batchId=asked");
		expect(named.batchId).toMatch(/^batch_/);
		expect(byQuery.batchId).toBe("asked");
		for (const id of [named.batchId, "asked"]) {
			const received = await readUntil(socket, ({ event, data }) => {
				return event === "uploadCompleted" && data.batch?.id === id;
			});
			expect(received.at(-1)?.data).toMatchObject({ successCount: 2, failureCount: 0 });
		}
		await socket.close();
	});

	test("whose name comes after the files is stored under another, and the answer says so", async () => {
		const session = await openSession(server.url);
		const form = chunkForm(chunk(1, 1));
		form.append("batchId", "late");
		form.append("images", new Blob([PICTURE as Uint8Array<ArrayBuffer>]), "behind.png");
		const reply = await session.json<ChunkReply>("/api/image_batch/upload", { method: "POST", body: form });
		expect(reply).toMatchObject({
			batchId: expect.stringMatching(/^batch_/),
			successCount: 1,
			failureCount: 1,
			problem: { code: "malformed" },
		});
	});
});

describe("the client of the seed, socket.io-client", () => {
	test("gets each step through socket.on, and resumes where it was when its connection is cut", async () => {
		const session = await openSession(server.url);
		const messages = mailbox<BatchMessage>("socket.io");
		const socket = io(server.url, {
			transports: ["websocket"],
			extraHeaders: { authorization: session.authorization },
			reconnectionDelay: 1,
			reconnectionDelayMax: 10,
		});
		const connects = mailbox<boolean>("connect");
		socket.on("connect", () => connects.put(socket.recovered));
		for (const event of ["uploadProgress", "uploadCompleted"])
			socket.on(event, (data: BatchMessage["data"]) => messages.put({ event, data }));
		const receive = async (files: number) => {
			const received: BatchMessage[] = [];
			for await (const message of messages) {
				received.push(message);
				if (isSummaryOf(files)(message)) break;
			}
			return received;
		};
		expect(await connects.next()).toBe(false);
		await sendChunk(session, "trip", chunk(1, 20));
		const before = await receive(20);
		socket.io.engine.close();
		await sendChunk(session, "trip", chunk(2, 20));
		expect(await connects.next()).toBe(true);
		const steps = stepsByFile([...before, ...(await receive(40))]);
		expect(steps.size).toBe(40);
		for (const [name, own] of steps) expect([name, own]).toEqual([name, INTACT]);
		socket.disconnect();
	});

	test.for(["EIO=4&transport=polling", "EIO=3&transport=websocket", ""])(
		"is refused with %j",
		async ([...query]) => {
			const response = await fetch(`${server.url}/socket.io/?${query}`);
			const { detail } = await expectRefusal(response, 400, "malformed");
			expect(detail).toContain("websocket");
		},
	);
});

describe("a chunk is refused", () => {
	const post = async (body: BodyInit, query = "", headers: Record<string, string> = {}) =>
		(await openSession(server.url)).fetch(`/api/image_batch/upload${query}`, {
			method: "POST",
			body,
			headers,
		});

	test("without a file", async () => {
		await expectRefusal(await post(chunkForm([], { batchId: "x" })), 400, "malformed");
	});

	test("with an invalid name, and nothing is stored", async () => {
		const response = await post(chunkForm(chunk(1, 1), { batchId: "a b" }));
		await expectRefusal(response, 400, "malformed");
		await expectRefusal(await post(chunkForm(chunk(1, 1)), "?batchId=a%20b"), 400, "malformed");
	});

	test("that is not a form", async () => {
		const headers = { "content-type": "application/json" };
		await expectRefusal(await post("{}", "", headers), 415, "unsupported-type");
	});

	test("from a page of another site", async () => {
		const response = await fetch(`${server.url}/api/image_batch/upload`, {
			method: "POST",
			headers: { origin: "https://elsewhere.example" },
			body: chunkForm(chunk(1, 1)),
		});
		await expectRefusal(response, 403, "forbidden");
	});
});
