import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readEvents } from "../../support/server/server-events.ts";
import { openSocket, readSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";
import { FORM_HEADERS, formBody, sendForm } from "../uploads/form-body.ts";
import { rawConnection, requestHead } from "../uploads/raw-request.ts";
import { announce, objectsOf, settled, storeFile } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ inspect: true });
});
afterAll(() => server.stop());

const forget = (session: { fetch(path: string, init?: RequestInit): Promise<Response> }) =>
	session.fetch("/api/session", { method: "DELETE" });

describe("a deleted session", () => {
	test("leaves no object, no row and no reader, and cannot be opened", async () => {
		const session = await openSession(server.url);
		const { name, bytes } = makePhoto(1);
		const n = await storeFile(session, name, bytes);
		await followUntil(session, settled(1));
		await (await session.fetch(`/api/files/${n}/thumbnail`)).arrayBuffer();
		const authorization = session.authorization;
		const sockets = [
			await readSocket(session),
			await openSocket(`${server.url}/api/images_mvp/progress/x`, { headers: { authorization } }),
		];

		const response = await forget(session);
		expect(response.status).toBe(204);
		expect(response.headers.get("set-cookie")).toMatch(/^darkroom=; .*Max-Age=0/);
		// Instead of ten idle seconds, after which the platform closes the connections of these sockets.
		await server.hibernate(session.id);
		for (const socket of sockets) expect(await socket.closed).toMatchObject({ code: 4503 });
		for (const path of ["/api/session", `/api/files/${n}`, `/api/files/${n}/original`, "/api/batches/drop"]) {
			await expectRefusal(await session.fetch(path), 401, "unauthorized");
		}
		await expectRefusal(await forget(session), 401, "unauthorized");
		expect(await objectsOf(server, session)).toEqual([]);
		const tables =
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'";
		expect(await server.sql(session.id, tables)).toEqual([]);
	});

	test("ends its event streams", async () => {
		const session = await openSession(server.url);
		await announce(session, "drop", { name: "never sent", size: 1 });
		const events = await readEvents(session);
		const received = events[Symbol.asyncIterator]();
		while ((await received.next()).value?.event !== "frame");
		expect((await forget(session)).status).toBe(204);
		for await (const { event } of { [Symbol.asyncIterator]: () => received }) expect(event).not.toBe("frame");
	});

	test("can be deleted while its files are being read, without errors or leftovers", async () => {
		const session = await openSession(server.url);
		const photos = Array.from({ length: 40 }, (_, index) => makePhoto(index));
		await sendForm(session, "drop", photos);
		expect((await forget(session)).status).toBe(204);
		await expectRefusal(await session.fetch("/api/session"), 401, "unauthorized");
		expect(await objectsOf(server, session)).toEqual([]);
		expect(server.logs().filter((line) => /error|no such table/i.test(line))).toEqual([]);
	});

	test("refuses requests that were in flight, and leaves none of their objects", async () => {
		const session = await openSession(server.url);
		const [n] = await announce(session, "drop", { name: "late", size: 100_000 });
		const { authorization } = session;
		const put = await rawConnection(server.url);
		await put.write(requestHead("PUT", `/api/files/${n}`, { authorization, "content-length": 100_000 }));
		await put.write("x".repeat(50_000));
		const body = formBody({ field: "files", filename: "late too", bytes: "x".repeat(1000) });
		const form = await rawConnection(server.url);
		const headers = { ...FORM_HEADERS, authorization, "content-length": body.length };
		await form.write(requestHead("POST", "/api/batches/drop/files", headers));
		await form.write(body.subarray(0, 500));
		await followUntil(session, ({ totals }) => totals.states.uploading === 1);
		expect((await forget(session)).status).toBe(204);
		await Promise.all([put.write("x".repeat(50_000)), form.write(body.subarray(500))]);
		expect((await put.answer()).status).toBe(401);
		expect((await form.answer()).body).toContain("unauthorized");
		expect(await objectsOf(server, session)).toEqual([]);
	});
});

describe("another session", () => {
	test("reads nothing of this one, even with the same batch key and numbers", async () => {
		const [mine, theirs] = [await openSession(server.url), await openSession(server.url)];
		const n = await storeFile(mine, "mine.txt", "my secret");
		for (const path of [
			`/api/files/${n}`,
			`/api/files/${n}/original`,
			`/api/files/${n}/thumbnail`,
			"/api/batches/drop",
		]) {
			await expectRefusal(await theirs.fetch(path), 404, "not-found");
		}
		await expectRefusal(await theirs.fetch(`/api/files/${n}`, { method: "DELETE" }), 404, "not-found");
		const socket = await readSocket(theirs);
		expect(await socket.next()).toMatchObject({ type: "hello", cursor: theirs.cursor });
		await storeFile(theirs, "theirs.txt", "another secret");
		const { state } = await followUntil(theirs, settled(1));
		expect([...state.files.values()].map(({ name }) => name)).toEqual(["theirs.txt"]);
		for (const message of socket.waiting()) expect(JSON.stringify(message)).not.toContain("mine.txt");
		expect(await (await mine.fetch(`/api/files/${n}/original`)).text()).toBe("my secret");
		await socket.close();
	});
});
