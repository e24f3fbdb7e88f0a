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
	hearUntil,
	openProgress,
	sendChunk,
	sumsUp,
	waysOf,
} from "./image-batch-client.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

const PICTURE = makePng();
const SOUND = ["0 uploading", "50 uploading", "75 processing", "100 completed"];
const BROKEN = ["0 uploading", "50 uploading", "75 processing", "75 failed"];

/** A chunk of pictures, of which every `broken`th has no bytes. */
function chunk(number: number, files: number, broken = 0): ChunkFile[] {
	return Array.from({ length: files }, (_, index) => {
		const isBroken = broken > 0 && index % broken === 0;
		return { name: `${number}-${index}.png`, bytes: isBroken ? new Uint8Array(0) : PICTURE };
	});
}

describe("a batch of seed 002", () => {
	test("of three chunks of 100 is told file by file, and what fails stops nobody", async () => {
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
		const heard = await hearUntil(socket, sumsUp(300));
		expect(heard.filter(({ event }) => event === "uploadCompleted")).toHaveLength(1);
		expect(heard.at(-1)?.data).toMatchObject({ totalFiles: 300, successCount: 285, failureCount: 15 });
		const ways = waysOf(heard);
		expect(ways.size).toBe(300);
		for (const { name, bytes } of chunks.flat())
			expect([name, ways.get(name)]).toEqual([name, bytes.length === 0 ? BROKEN : SOUND]);
		const percents = heard.flatMap(({ data }) => data.percentComplete ?? []);
		expect(percents).toEqual(percents.toSorted((a, b) => a - b));
		const failure = heard.find(({ data }) => data.currentFileStatus === "failed");
		expect(failure?.data).toMatchObject({
			fileSize: 0,
			error: expect.stringMatching(/^[A-Z].{10,}\.$/),
			batch: { id: "holiday" },
		});
		await socket.close();
	});

	test("is told whole to a reader who was away, and to one who comes late", async () => {
		const session = await openSession(server.url);
		const first = await openProgress(session, "/away");
		await sendChunk(session, "away", chunk(1, 30));
		// All that belongs together has come with a message that has a cursor.
		const before = await hearUntil(first, ({ cursor }) => cursor !== undefined);
		first.cut();
		await sendChunk(session, "away", chunk(2, 30));
		await followUntil(session, ({ totals }) => totals.states.completed === 60);
		const again = await openProgress(session, "/away", before.at(-1)?.cursor);
		const after = await hearUntil(again, sumsUp(60));
		const late = await openProgress(session, "");
		for (const heard of [[...before, ...after], await hearUntil(late, sumsUp(60))]) {
			const ways = waysOf(heard);
			expect(ways.size).toBe(60);
			for (const [name, way] of ways) expect([name, way]).toEqual([name, SOUND]);
		}
		await Promise.all([again.close(), late.close()]);
	});

	test("has a name of its own when it is given none", async () => {
		const session = await openSession(server.url);
		const socket = await openProgress(session, "");
		const send = (body: FormData, query = "") =>
			session.json<ChunkReply>(`/api/image_batch/upload${query}`, { method: "POST", body });
		const named = await send(chunkForm(chunk(1, 2)));
		const byQuery = await send(chunkForm(chunk(2, 2)), "?batchId=asked");
		expect(named.batchId).toMatch(/^batch_/);
		expect(byQuery.batchId).toBe("asked");
		for (const id of [named.batchId, "asked"]) {
			const heard = await hearUntil(socket, ({ event, data }) => {
				return event === "uploadCompleted" && data.batch?.id === id;
			});
			expect(heard.at(-1)?.data).toMatchObject({ successCount: 2, failureCount: 0 });
		}
		await socket.close();
	});

	test("whose name comes behind the files is kept, and said so", async () => {
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
	test("hears each step by socket.on, and goes on where it stood when its line was cut", async () => {
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
		const hear = async (files: number) => {
			const heard: BatchMessage[] = [];
			for await (const message of messages) {
				heard.push(message);
				if (sumsUp(files)(message)) break;
			}
			return heard;
		};
		expect(await connects.next()).toBe(false);
		await sendChunk(session, "trip", chunk(1, 20));
		const before = await hear(20);
		socket.io.engine.close();
		await sendChunk(session, "trip", chunk(2, 20));
		expect(await connects.next()).toBe(true);
		const ways = waysOf([...before, ...(await hear(40))]);
		expect(ways.size).toBe(40);
		for (const [name, way] of ways) expect([name, way]).toEqual([name, SOUND]);
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

	test("with a name that is none, and nothing is kept", async () => {
		const response = await post(chunkForm(chunk(1, 1), { batchId: "a b" }));
		await expectRefusal(response, 400, "malformed");
		await expectRefusal(await post(chunkForm(chunk(1, 1)), "?batchId=a%20b"), 400, "malformed");
	});

	test("that is no form", async () => {
		const headers = { "content-type": "application/json" };
		await expectRefusal(await post("{}", "", headers), 415, "unsupported-type");
	});

	test("of a page of another site", async () => {
		const response = await fetch(`${server.url}/api/image_batch/upload`, {
			method: "POST",
			headers: { origin: "https://elsewhere.example" },
			body: chunkForm(chunk(1, 1)),
		});
		await expectRefusal(response, 403, "forbidden");
	});
});
