import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JobMessage, QueueStatus, QueueUpdate } from "../../../src/dialects/videos/job-message.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { openSocket, type TestSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";

type Message = JobMessage | QueueUpdate | { type: "pong" };
type Socket = TestSocket<Message>;

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

function connect(session: TestSession, user = session.id): Promise<Socket> {
	const headers = { authorization: session.authorization };
	return openSocket<Message>(`${server.url}/ws/${user}`, { headers });
}

/** Sends a photo, and waits until it has been read. */
async function process(session: TestSession, name: string): Promise<void> {
	const form = new FormData();
	form.append("file", new Blob([makePhoto(1).bytes as Uint8Array<ArrayBuffer>]), name);
	await session.json("/api/batches/videos/files", { method: "POST", body: form });
	await followUntil(session, ({ files }) =>
		[...files.values()].some((file) => file.name === name && file.state === "completed"),
	);
}

/** The messages about jobs up to and including the end of the job with this title. */
async function readUntilEnd(socket: Socket, title: string): Promise<JobMessage[]> {
	const received: JobMessage[] = [];
	for await (const message of socket) {
		if (message.type === "queue_update" || message.type === "pong") continue;
		received.push(message);
		if (message.type === "processing_complete" && message.videoTitle === title) return received;
	}
	throw new Error(`The socket closed before the end of ${title}: ${JSON.stringify(received)}`);
}

/** Everything that a socket has ready: the answer to a ping comes after it. */
async function readAll(socket: Socket): Promise<Message[]> {
	const received: Message[] = [];
	socket.send({ type: "ping" });
	for await (const message of socket) {
		if (message.type === "pong") return received;
		received.push(message);
	}
	throw new Error("The socket closed before its pong.");
}

describe("the socket of a user", () => {
	test("reports a job from its upload to its end, in the fields of seed 004", async () => {
		const session = await openSession(server.url);
		const socket = await connect(session, "me");
		await process(session, "a.jpg");
		const received = await readUntilEnd(socket, "a.jpg");
		expect(received.map(({ type, stage, progress }) => [type, stage, progress])).toEqual([
			["progress_update", "uploading", 0],
			["progress_update", "upload_complete", 10],
			["progress_update", "metadata_extraction", 20],
			["progress_update", "data_storage", 90],
			["progress_update", "completed", 100],
			["processing_complete", "completed", 100],
		]);
		for (const message of received) expect(message).toMatchObject({ jobId: "1", videoTitle: "a.jpg" });
		await socket.close();
	});

	test("may be opened several times, and all connections get the same", async () => {
		const session = await openSession(server.url);
		const sockets = await Promise.all([connect(session), connect(session), connect(session, "me")]);
		await process(session, "many.jpg");
		const [first, ...others] = await Promise.all(sockets.map((socket) => readUntilEnd(socket, "many.jpg")));
		expect(first?.length).toBeGreaterThanOrEqual(5);
		for (const other of others) expect(other).toEqual(first);
		await Promise.all(sockets.map((socket) => socket.close()));
	});

	test("reports after an absence what was missed, once", async () => {
		const session = await openSession(server.url);
		const before = await connect(session);
		await process(session, "before.jpg");
		await readUntilEnd(before, "before.jpg");
		await before.close();
		await process(session, "away.jpg");
		const back = await connect(session);
		const missed = await readUntilEnd(back, "away.jpg");
		expect(new Set(missed.map(({ videoTitle }) => videoTitle))).toEqual(new Set(["away.jpg"]));
		await readAll(back);
		await back.close();
		const again = await connect(session);
		expect(await readAll(again)).toEqual([]);
		await again.close();
	});

	test("reports what was missed after the server was killed, and repeats what may not have arrived", async () => {
		const session = await openSession(server.url);
		await process(session, "first.jpg");
		const socket = await connect(session);
		await readUntilEnd(socket, "first.jpg");
		await process(session, "second.jpg");
		await readUntilEnd(socket, "second.jpg");
		await server.kill();
		await socket.closed;
		await server.restart();
		await process(session, "third.jpg");
		const back = await connect(session);
		// What was sent since the client connected may not have arrived: it is repeated rather than lost.
		const ends = (await readUntilEnd(back, "third.jpg")).filter(({ type }) => type === "processing_complete");
		expect(ends.map(({ videoTitle }) => videoTitle)).toEqual(["second.jpg", "third.jpg"]);
		await back.close();
	});

	test("continues after the session has hibernated", async () => {
		const session = await openSession(server.url);
		const socket = await connect(session);
		await server.hibernate(session.id);
		await process(session, "awake.jpg");
		expect((await readUntilEnd(socket, "awake.jpg")).at(0)).toMatchObject({ stage: "uploading" });
		await socket.close();
	});
});

describe("a client that cannot open it", () => {
	test("polls, and gets the end of a job once", async () => {
		const session = await openSession(server.url);
		await process(session, "polled.jpg");
		const poll = () => session.json<JobMessage[]>(`/api/processing/status-all/${session.id}`);
		expect(await poll()).toMatchObject([
			{ type: "processing_complete", jobId: "1", videoTitle: "polled.jpg" },
		]);
		expect(await poll()).toEqual([]);
		const queue = await session.json<QueueStatus>("/api/processing/queue-status/me");
		expect(queue).toMatchObject({ position: 0, queueLength: 0, processing: 0, jobs: [] });
	});
});

describe("another user's data", () => {
	test("is refused to everybody else, whatever their credential", async () => {
		const [mine, theirs] = await Promise.all([openSession(server.url), openSession(server.url)]);
		for (const user of [theirs.id, "user-1", "ME", `${mine.id}x`]) {
			await expect(connect(mine, user)).rejects.toThrow("answered 403");
			for (const question of ["status-all", "queue-status"])
				await expectRefusal(await mine.fetch(`/api/processing/${question}/${user}`), 403, "forbidden");
		}
		await expect(openSocket(`${server.url}/ws/${theirs.id}`)).rejects.toThrow("answered 401");
		const response = await fetch(`${server.url}/api/processing/status-all/${theirs.id}`);
		await expectRefusal(response, 401, "unauthorized");
	});

	test("is not sent to a user of another session", async () => {
		const [mine, theirs] = await Promise.all([openSession(server.url), openSession(server.url)]);
		const socket = await connect(theirs);
		await process(mine, "secret.jpg");
		expect(await readAll(socket)).toEqual([]);
		await socket.close();
	});

	test("cannot be read by a page of another site", async () => {
		const session = await openSession(server.url);
		const headers = {
			cookie: `darkroom=${session.id}.${session.token}`,
			origin: "https://elsewhere.example",
		};
		await expect(openSocket(`${server.url}/ws/me`, { headers })).rejects.toThrow("answered 403");
	});
});

test("a user gets a session on first contact", async () => {
	const socket = await openSocket<Message>(`${server.url}/ws/me`);
	expect(await readAll(socket)).toEqual([]);
	await socket.close();
});
