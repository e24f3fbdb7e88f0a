import { afterAll, beforeAll, expect, test } from "vitest";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { expectRefusal } from "../expect-problem.ts";
import { sendForm } from "../uploads/form-body.ts";
import { rawConnection, requestHead } from "../uploads/raw-request.ts";
import { announce, objectsOf, settled } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ inspect: true });
});
afterAll(() => server.stop());

const photos = (count: number) => Array.from({ length: count }, (_, index) => makePhoto(index));

test("removing a file removes its object, its thumbnail and its facts, and readers are notified", async () => {
	const session = await openSession(server.url);
	await sendForm(session, "drop", photos(3));
	const reader = await followUntil(session, settled(3));
	for (const n of [1, 2, 3]) await (await session.fetch(`/api/files/${n}/thumbnail`)).arrayBuffer();
	expect((await session.fetch("/api/files/2", { method: "DELETE" })).status).toBe(204);
	await expectRefusal(await session.fetch("/api/files/2"), 404, "not-found");
	await expectRefusal(await session.fetch("/api/files/2/original"), 404, "not-found");
	await expectRefusal(await session.fetch("/api/files/2", { method: "DELETE" }), 404, "not-found");
	expect((await objectsOf(server, session)).filter(({ key }) => !key.includes("thumb"))).toHaveLength(2);
	expect(await server.sql(session.id, "SELECT n FROM facts ORDER BY n")).toEqual([{ n: 1 }, { n: 3 }]);
	expect(await server.sql(session.id, "SELECT * FROM trash")).toEqual([]);
	const { state } = await followUntil(session, ({ files }) => !files.has(2), { reader });
	expect([...state.files.keys()]).toEqual([1, 3]);
	expect(state.totals.files).toBe(2);
});

test("removing a batch affects no other batch, and frees its key", async () => {
	const session = await openSession(server.url);
	await sendForm(session, "stays", photos(1));
	await sendForm(session, "goes", photos(5));
	const reader = await followUntil(session, settled(6));
	expect((await session.fetch("/api/batches/goes", { method: "DELETE" })).status).toBe(204);
	await expectRefusal(await session.fetch("/api/batches/goes"), 404, "not-found");
	expect(await objectsOf(server, session)).toHaveLength(1);
	expect(await server.sql(session.id, "SELECT n FROM facts")).toHaveLength(1);
	const { state } = await followUntil(session, ({ keys }) => !keys.has("goes"), { reader });
	expect([...state.batches.values()].map(({ key }) => key)).toEqual(["stays"]);
	expect(await announce(session, "goes", { name: "new", size: 1 })).toEqual([7]);
});

test("many files can be removed at once, also while they are being read", async () => {
	const session = await openSession(server.url);
	await sendForm(session, "drop", photos(30));
	const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
	const answers = await Promise.all(
		numbers.map((n) => session.fetch(`/api/files/${n}`, { method: "DELETE" })),
	);
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
	expect(await objectsOf(server, session)).toEqual([]);
	expect(await server.sql(session.id, "SELECT * FROM trash")).toEqual([]);
	expect(await server.sql(session.id, "SELECT n FROM facts")).toEqual([]);
	expect(server.logs().filter((line) => line.startsWith("error"))).toEqual([]);
});

test("a file that is removed during its upload leaves no object", async () => {
	const session = await openSession(server.url);
	const [n] = await announce(session, "drop", { name: "going", size: 100_000 });
	const connection = await rawConnection(server.url);
	const headers = { authorization: session.authorization, "content-length": 100_000 };
	await connection.write(requestHead("PUT", `/api/files/${n}`, headers));
	await connection.write("x".repeat(50_000));
	const reader = await followUntil(session, ({ totals }) => totals.states.uploading === 1);
	await session.fetch(`/api/files/${n}`, { method: "DELETE" });
	await connection.write("x".repeat(50_000));
	expect((await connection.answer()).status).toBe(404);
	await followUntil(session, ({ totals }) => totals.files === 0, { reader });
	expect(await objectsOf(server, session)).toEqual([]);
});

test("cancelling files deletes their objects; finished files stay", async () => {
	const session = await openSession(server.url);
	await sendForm(session, "done", photos(2));
	await followUntil(session, settled(2));
	await announce(session, "waits", { name: "a", size: 1 }, { name: "b", size: 1 });
	await session.post("/api/batches/waits/pause");
	await sendForm(session, "waits", [{ name: "a", bytes: Uint8Array.of(1), field: "3" }]);
	expect(await objectsOf(server, session)).toHaveLength(3);
	expect(await session.post("/api/session/cancel")).toMatchObject({ changed: 2 });
	expect(await objectsOf(server, session)).toHaveLength(2);
});
