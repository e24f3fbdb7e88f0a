import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandReply } from "../../../src/protocol/http/reply.ts";
import type { StreamMessage } from "../../../src/protocol/stream/stream-message.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readSocket, type TestSocket } from "../../support/server/socket.ts";
import { expectProblem } from "../expect-problem.ts";
import { announce, readBatch } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

type Answer = Extract<StreamMessage, { type: "answer" }>;

const TAB = "tab-of-a-test";

/** Sends a command on the socket and waits for its answer; skips frames that arrive before it. */
async function command(
	socket: TestSocket<StreamMessage>,
	number: number,
	verb: string,
	target: unknown,
): Promise<Answer> {
	socket.send({ type: "command", tab: TAB, number, do: verb, target });
	for await (const message of socket) if (message.type === "answer") return message;
	throw new Error("The socket closed before the answer.");
}

function post(session: TestSession, path: string, key: string): Promise<Response> {
	return session.fetch(path, { method: "POST", headers: { "idempotency-key": key } });
}

async function stateOf(session: TestSession): Promise<string | undefined> {
	return (await readBatch(session, "drop")).files[0]?.state;
}

async function oneFile(): Promise<TestSession> {
	const session = await openSession(server.url);
	await announce(session, "drop", { name: "a", size: 1 });
	return session;
}

test("commands for a file, a batch and the session are answered on the socket", async () => {
	const session = await oneFile();
	const socket = await readSocket(session);
	expect(await command(socket, 1, "pause", { file: 1 })).toEqual({
		type: "answer",
		tab: TAB,
		number: 1,
		value: { changed: 1, cursor: expect.stringContaining(".") },
	});
	expect(await command(socket, 2, "resume", { key: "drop" })).toMatchObject({ value: { changed: 1 } });
	expect(await command(socket, 3, "pause", "session")).toMatchObject({ value: { changed: 1 } });
	const missing = await command(socket, 4, "pause", { file: 9 });
	expectProblem("problem" in missing ? missing.problem : undefined, "not-found");
	expect(await command(socket, 5, "remove", { file: 1 })).toMatchObject({ value: { changed: 1 } });
	expect((await readBatch(session, "drop")).files).toEqual([]);
	await socket.close();
});

/** The example client messages in the protocol's documentation, unmodified. */
const EXAMPLES = [
	...readFileSync(fileURLToPath(new URL("../../../docs/protocol.md", import.meta.url)), "utf8").matchAll(
		/^```json up\n(.*?)^```$/gms,
	),
].map(([, text = ""]) => text);

test("the documented commands do what the documentation says, also in a hibernating session", async () => {
	const session = await openSession(server.url);
	await announce(session, "holiday", ...["a", "b", "c"].map((name) => ({ name, size: 1 })));
	const socket = await readSocket(session);
	const states: (string | undefined)[][] = [];
	const commands = EXAMPLES.filter((text) => text.includes('"command"'));
	for (const text of commands) {
		await server.hibernate(session.id);
		const { number } = JSON.parse(text) as { number: number };
		socket.send(text);
		for await (const message of socket) {
			if (message.type !== "answer") continue;
			expect(message).toMatchObject({ number, value: { changed: expect.any(Number) } });
			break;
		}
		states.push((await readBatch(session, "holiday")).files.map(({ state }) => state));
	}
	// Pause file 3, retry the batch's failed files, resume everything.
	expect(states).toEqual([
		["expected", "expected", "paused"],
		["expected", "expected", "paused"],
		["expected", "expected", "expected"],
	]);
	for (const text of commands) socket.send(text);
	const again = new Map<number, unknown>();
	for await (const message of socket) {
		if (message.type === "answer") again.set(message.number, "value" in message && message.value.changed);
		if (again.size === commands.length) break;
	}
	expect(Object.fromEntries(again)).toEqual({ 12: 1, 13: 0, 14: 1 });
	expect((await readBatch(session, "holiday")).files.map(({ state }) => state)).toEqual(states[2]);
	await socket.close();
});

test("a repeated command gets the first answer over any transport, and does nothing", async () => {
	const session = await oneFile();
	const socket = await readSocket(session);
	expect(await command(socket, 1, "pause", { file: 1 })).toMatchObject({ value: { changed: 1 } });
	await session.post("/api/files/1/resume");
	expect(await command(socket, 1, "pause", { file: 1 })).toMatchObject({ value: { changed: 1 } });
	const again = await post(session, "/api/files/1/pause", `${TAB}.1`);
	expect((await again.json()) as CommandReply).toMatchObject({ changed: 1 });
	expect(await stateOf(session)).toBe("expected");
	await socket.close();
});

test("a command is not executed again after a crash, also when it was refused", async () => {
	const session = await oneFile();
	expect((await post(session, "/api/files/1/pause", `${TAB}.1`)).status).toBe(200);
	expect((await post(session, "/api/files/2/pause", `${TAB}.2`)).status).toBe(404);
	await session.post("/api/files/1/resume");
	await announce(session, "drop", { name: "b", size: 1 });
	await server.kill();
	await server.restart();
	expect(
		(await (await post(session, "/api/files/1/pause", `${TAB}.1`)).json()) as CommandReply,
	).toMatchObject({
		changed: 1,
	});
	expectProblem(await (await post(session, "/api/files/2/pause", `${TAB}.2`)).json(), "not-found");
	const { files } = await readBatch(session, "drop");
	expect(files.map(({ state }) => state)).toEqual(["expected", "expected"]);
});

test("a repeated removal does not remove a new batch with the same key", async () => {
	const session = await oneFile();
	const remove = () =>
		session.fetch("/api/batches/drop", { method: "DELETE", headers: { "idempotency-key": `${TAB}.1` } });
	expect((await remove()).status).toBe(204);
	await announce(session, "drop", { name: "new", size: 1 });
	expect((await remove()).status).toBe(204);
	expect((await readBatch(session, "drop")).files).toHaveLength(1);
});

test("the same key in another session is another command", async () => {
	const [mine, other] = [await oneFile(), await oneFile()];
	for (const session of [mine, other]) {
		const reply = await post(session, "/api/files/1/pause", `${TAB}.1`);
		expect((await reply.json()) as CommandReply).toMatchObject({ changed: 1 });
	}
});

test("an invalid key is refused, and the command is not executed", async () => {
	const session = await oneFile();
	const refused = await post(session, "/api/files/1/pause", "nonsense");
	expectProblem(await refused.json(), "malformed");
	expect(await stateOf(session)).toBe("expected");
});
