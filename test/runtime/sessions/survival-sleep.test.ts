import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { openSocket, readSocket } from "../../support/server/socket.ts";
import { sendForm } from "../uploads/form-body.ts";
import { announce, settled, storeFile } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

describe("a hibernating session", () => {
	test("keeps its sockets, which receive changes after it wakes", async () => {
		const session = await openSession(server.url);
		const { authorization } = session;
		const socket = await readSocket(session);
		const progress = await openSocket<{ type: string }>(`${server.url}/api/images_mvp/progress/drop`, {
			headers: { authorization },
		});
		for (const open of [socket, progress]) for (const _ of [1, 2]) await open.next();
		await server.hibernate(session.id);
		const n = await storeFile(session, "a.txt", "hello");
		const seen = [];
		for await (const message of socket) {
			if (message.type !== "frame") continue;
			for (const change of message.changes) if ("file" in change && change.state) seen.push(change.state);
			if (seen.includes("completed")) break;
		}
		expect(seen).toEqual(["expected", "uploading", "queued", "processing", "completed"]);
		const said = [];
		for await (const { type } of progress) {
			said.push(type);
			if (type === "complete") break;
		}
		expect(said).toEqual(["progress", "progress", "progress", "progress", "complete"]);
		expect(n).toBe(1);
		await Promise.all([socket.close(), progress.close()]);
	});

	test("still sends the sockets of a dialect a heartbeat every half minute", async () => {
		const session = await openSession(server.url);
		const { authorization } = session;
		const progress = await openSocket<{ type: string }>(`${server.url}/api/images_mvp/progress/drop`, {
			headers: { authorization },
		});
		for (const _ of ["connected", "heartbeat"]) await progress.next();
		await server.hibernate(session.id);
		const received = [await progress.next(), await progress.next()];
		expect(received.map((message) => message?.type)).toEqual(["heartbeat", "ping"]);
		await progress.close();
	});

	test("wakes with the same state, every time", async () => {
		const session = await openSession(server.url);
		const names = ["a", "b", "c", "d"];
		for (const [index, name] of names.entries()) {
			expect(await announce(session, name, { name, size: 1 })).toEqual([index + 1]);
			await server.hibernate(session.id);
		}
		const reader = await followUntil(session, ({ files }) => files.size === names.length);
		await server.hibernate(session.id);
		const again = await followUntil(session, ({ files }) => files.size === names.length);
		expect(snapshotChanges(again.state)).toEqual(snapshotChanges(reader.state));
		expect(again.cursor()).toBe(reader.cursor());
	});
});

test("a session that is moved in the middle of its work continues, and its readers resume from their cursors", async () => {
	const session = await openSession(server.url);
	const photos = Array.from({ length: 60 }, (_, index) => makePhoto(index));
	const begun = followUntil(session, ({ totals }) => totals.states.completed > 0);
	await sendForm(session, "drop", photos);
	const reader = await begun;
	const socket = await readSocket(session);
	await server.evict(session.id);
	await socket.closed;
	const { state } = await followUntil(session, settled(60), { reader });
	expect(state.totals.states).toMatchObject({ completed: 60, failed: 0 });
});
