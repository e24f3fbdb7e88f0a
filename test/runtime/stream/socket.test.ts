import { afterAll, beforeAll, expect, test } from "vitest";
import { openSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readSocket } from "../../support/server/socket.ts";
import { expectProblem } from "../expect-problem.ts";
import { announce } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

/** A session with one announced file, and a socket that has received it. */
async function watched() {
	const session = await openSession(server.url);
	await announce(session, "drop", { name: "first", size: 1 });
	const socket = await readSocket(session);
	const [hello, snapshot] = [await socket.next(), await socket.next()];
	return { session, socket, hello, snapshot };
}

test("a socket gets a snapshot, then every frame", async () => {
	const { session, socket, hello, snapshot } = await watched();
	expect(hello).toMatchObject({
		type: "hello",
		at: expect.any(Number),
		retry: { window: expect.any(Number) },
	});
	expect(snapshot).toMatchObject({
		type: "frame",
		reset: true,
		changes: [{ key: "drop" }, { file: 1, state: "expected" }],
	});
	await announce(session, "drop", { name: "second", size: 1 });
	expect(await socket.next()).toMatchObject({ type: "frame", changes: [{ file: 2, name: "second" }] });
	await socket.close();
});

test("a socket that reconnects gets only what it missed", async () => {
	const { session, socket, hello } = await watched();
	await socket.close();
	await announce(session, "drop", { name: "missed", size: 1 });
	const after = hello?.type === "hello" ? hello.cursor : "";
	const again = await readSocket(session, after);
	await again.next();
	const tail = await again.next();
	expect(tail).toMatchObject({ type: "frame", changes: [{ name: "missed" }] });
	expect(tail).not.toHaveProperty("reset");
	await again.close();
});

test("a socket that has missed nothing gets hello and no more", async () => {
	const { session, socket, hello } = await watched();
	const again = await readSocket(session, hello?.type === "hello" ? hello.cursor : "");
	expect(await again.next()).toEqual({ ...hello, at: expect.any(Number) });
	await again.ping();
	expect(again.waiting()).toEqual([]);
	await Promise.all([socket.close(), again.close()]);
});

test("resume asks for what follows a cursor, or for everything", async () => {
	const { session, socket } = await watched();
	socket.send({ type: "resume", after: session.cursor });
	expect(await socket.next()).toMatchObject({
		type: "frame",
		from: 0,
		changes: [{ key: "drop" }, { file: 1 }],
	});
	socket.send({ type: "resume", after: null });
	expect(await socket.next()).toMatchObject({ type: "frame", reset: true });
	socket.send({ type: "resume", after: "unreadable" });
	expect(await socket.next()).toMatchObject({ type: "frame", reset: true });
	await socket.close();
});

test("a message that cannot be read is answered, and the socket stays open", async () => {
	const { session, socket } = await watched();
	for (const garbage of ["nonsense", "{", "null", "[]", "{}", '{"type":"unknown"}', "", "pinG"]) {
		socket.send(garbage);
		const answer = await socket.next();
		expect(answer?.type).toBe("problem");
		if (answer?.type === "problem") expectProblem(answer.problem, "malformed");
	}
	await announce(session, "drop", { name: "still here", size: 1 });
	expect(await socket.next()).toMatchObject({ type: "frame", changes: [{ name: "still here" }] });
	await socket.close();
});

test("ping is answered with pong, also while the session hibernates", async () => {
	const { session, socket } = await watched();
	await socket.ping();
	await server.hibernate(session.id);
	await socket.ping();
	expect(socket.waiting()).toEqual([]);
	await socket.close();
});

test("a message that is too long closes the socket for good", async () => {
	const { socket } = await watched();
	socket.send("x".repeat(5000));
	expect(await socket.closed).toMatchObject({ code: 4502 });
});

test("a close frame is answered at once, with the same code", async () => {
	const { session, socket } = await watched();
	expect(await socket.close(1000)).toMatchObject({ code: 1000 });
	const other = await readSocket(session);
	expect(await other.close(4123)).toMatchObject({ code: 4123 });
});

test("a tick is sent to every socket alike", async () => {
	const session = await openSession(server.url);
	const sockets = await Promise.all(Array.from({ length: 20 }, () => readSocket(session)));
	// `hello`, and an empty snapshot.
	for (const socket of sockets) for (const _ of [1, 2]) await socket.next();
	await announce(session, "drop", { name: "for all", size: 1 });
	const frames = await Promise.all(sockets.map((socket) => socket.next()));
	for (const frame of frames) expect(frame).toEqual(frames[0]);
	expect(frames[0]).toMatchObject({ changes: [{ key: "drop" }, { name: "for all" }] });
	await Promise.all(sockets.map((socket) => socket.close()));
});
