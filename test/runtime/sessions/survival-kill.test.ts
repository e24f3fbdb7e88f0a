import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession, poll } from "../../support/server/client.ts";
import { follower, followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { sendForm } from "../uploads/form-body.ts";
import { rawConnection, requestHead } from "../uploads/raw-request.ts";
import { announce, objectsOf, putFile, settled } from "../uploads/upload-helpers.ts";
import { storedFacts } from "./stored-rows.ts";

/** Enough files, in concurrent forms, that many are still unread when the last form is answered. */
const PHOTOS = 320;
const FORMS = 4;

let server: TestServer;
let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "darkroom-survival-"));
	server = await startServer({ persistTo: folder });
});
afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

const photos = Array.from({ length: PHOTOS }, (_, index) => makePhoto(index));

test("a batch that was being read when the machine died is completed without any client", async () => {
	const session = await openSession(server.url);
	const announced = await announce(
		session,
		"drop",
		...photos.map(({ name, bytes }) => ({ name, size: bytes.length })),
	);
	const fields = photos.map((photo, index) => ({ ...photo, field: String(announced[index]) }));
	const watcher = followUntil(session, ({ totals }) => totals.states.completed > 5);
	const forms = Array.from({ length: FORMS }, (_, form) => fields.filter((_, at) => at % FORMS === form));
	const sent = await Promise.all(forms.map((form) => sendForm(session, "drop", form)));
	expect(sent.flatMap(({ files }) => files).every(({ state }) => state === "stored")).toBe(true);
	const before = await watcher;
	await server.kill();
	const done = before.state.totals.states.completed;
	expect(done).toBeLessThan(PHOTOS);

	await server.restart();
	const restarted = Date.now();
	await waitUntil("all photos are read", () => storedFacts(folder, session.id) === PHOTOS);
	const seen = Date.now();

	const { state } = await followUntil(session, settled(PHOTOS), { reader: before });
	expect(state.totals.states).toMatchObject({ completed: PHOTOS, failed: 0 });
	const finished = [...state.files.values()].filter(({ at }) => at >= restarted);
	expect(finished.length).toBeGreaterThan(0);
	expect(finished.every(({ at }) => at <= seen)).toBe(true);

	const fresh = follower();
	for (const frame of (await poll(session, undefined)).reply?.frames ?? []) fresh.take(frame);
	expect(snapshotChanges(state)).toEqual(snapshotChanges(fresh.state));
	expect(await objectsOf(server, session)).toHaveLength(PHOTOS);
});

test("a file that was being uploaded when the machine died can be uploaded again under its number", async () => {
	const session = await openSession(server.url);
	const [n = 0] = await announce(session, "drop", { name: "cut.txt", size: 100_000 });
	const connection = await rawConnection(server.url);
	const headers = { authorization: session.authorization, "content-length": 100_000 };
	await connection.write(requestHead("PUT", `/api/files/${n}`, headers));
	await connection.write("h".repeat(50_000));
	const reader = await followUntil(session, ({ totals }) => totals.states.uploading === 1);
	await server.kill();
	await server.restart();
	const whole = "w".repeat(100_000);
	expect((await putFile(session, n, whole)).status).toBe(201);
	const { state } = await followUntil(session, settled(1), { reader });
	expect(state.files.get(n)).toMatchObject({ state: "completed", stored: 100_000, attempt: 1 });
	expect(await (await session.fetch(`/api/files/${n}/original`)).text()).toBe(whole);
	expect(await objectsOf(server, session)).toHaveLength(1);
});

test("what was confirmed before the machine died still exists afterwards, and cursors remain valid", async () => {
	const session = await openSession(server.url);
	const acknowledged: number[] = [];
	let cursor = session.cursor;
	for (const key of ["one", "two", "three"]) {
		const numbers = await announce(session, key, { name: "a", size: 1 }, { name: "b", size: 2 });
		await server.kill();
		await server.restart();
		expect(await announce(session, key, { name: "a", size: 1 }, { name: "b", size: 2 })).toEqual(numbers);
		acknowledged.push(...numbers);
		const { reply } = await poll(session, cursor);
		expect(reply?.frames).toMatchObject([{ changes: [{ key }, { file: numbers[0] }, { file: numbers[1] }] }]);
		expect(reply?.frames[0]).not.toHaveProperty("reset");
		cursor = reply?.cursor ?? "";
	}
	const { state } = await followUntil(session, ({ files }) => files.size > 0);
	expect([...state.files.keys()]).toEqual(acknowledged);
});
