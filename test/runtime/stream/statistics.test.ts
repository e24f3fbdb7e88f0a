import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConnectionStatistics } from "../../../src/protocol/stream/statistics.ts";
import { openSession, poll } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readSocket } from "../../support/server/socket.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { announce, settled, storeFile } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ inspect: true });
});
afterAll(() => server.stop());

test("a session counts how its streams were opened, adds what clients report, and writes no row for it", async () => {
	const session = await openSession(server.url);
	await announce(session, "drop", { name: "a", size: 1 });
	const before = await server.sql(session.id, "SELECT body FROM session");
	const socket = await readSocket(session);
	await socket.next();
	const [behind] = [session.cursor];
	await (await readSocket(session, behind)).close();
	const { reply } = await poll(session, undefined);
	await poll(session, reply?.cursor);
	const report = { failed: 2, fellBack: 1, firstFrameMs: 40 };
	const reported = await session.fetch("/api/session/statistics", {
		method: "POST",
		body: JSON.stringify(report),
	});
	expect(reported.status).toBe(204);
	expect(await session.json<ConnectionStatistics>("/api/session/statistics")).toEqual({
		opened: { socket: 2, events: 0, poll: 2 },
		resumed: { nothing: 1, tail: 1, snapshot: 2 },
		failed: 2,
		fellBack: 1,
		firstFrame: { count: 1, ms: 40 },
	});
	expect(await server.sql(session.id, "SELECT body FROM session")).toEqual(before);
	await socket.close();
});

test("the counts are saved in the row that a slice of work writes, and survive a crash", async () => {
	const session = await openSession(server.url);
	const socket = await readSocket(session);
	await storeFile(session, "a.txt", "hello");
	await followUntil(session, settled(1));
	await waitUntil("the slice of work has written its row", async () => {
		const [row] = await server.sql<{ body: string }>(session.id, "SELECT body FROM session");
		return row?.body.includes('"connections"');
	});
	await server.restart();
	const { opened } = await session.json<ConnectionStatistics>("/api/session/statistics");
	expect(opened.socket).toBeGreaterThan(0);
	socket.cut();
});
