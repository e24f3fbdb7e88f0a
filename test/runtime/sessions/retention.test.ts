import { afterAll, beforeAll, expect, test } from "vitest";
import { openSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readSocket } from "../../support/server/socket.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { expectRefusal } from "../expect-problem.ts";
import { objectsOf, storeFile } from "../uploads/upload-helpers.ts";

/** Three seconds. */
const RETENTION_HOURS = String(3 / 3600);

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ inspect: true, vars: { RETENTION_HOURS } });
});
afterAll(() => server.stop());

test("an expired session is deleted by itself: objects, rows, sockets", async () => {
	const [session, empty] = [await openSession(server.url), await openSession(server.url)];
	await storeFile(session, "a.txt", "hello");
	const socket = await readSocket(session);
	expect(await objectsOf(server, session)).toHaveLength(1);
	await waitUntil("the bucket is empty", async () => (await server.bucket()).length === 0, { every: 100 });
	for await (const message of socket) expect(message.type).not.toBe("problem");
	expect(await socket.closed).toMatchObject({ code: 4503 });
	for (const gone of [session, empty]) {
		await expectRefusal(await gone.fetch("/api/session"), 401, "unauthorized");
		const tables = "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'";
		expect(await server.sql(gone.id, tables)).toEqual([]);
	}
	expect(server.logs().filter((line) => line.startsWith("error"))).toEqual([]);
});
