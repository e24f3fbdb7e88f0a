import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileDetails, FormReply, SessionInfo } from "../../../src/protocol/http/reply.ts";
import { snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import { makePhoto, type Photo } from "../../fixtures/photo.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { type Follower, followUntil, type Transport } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { sendForm } from "../uploads/form-body.ts";
import { announce, objectsOf, settled } from "../uploads/upload-helpers.ts";

const PHOTOS = 490;
const FORM_FILES = 25;
const SENDERS = 4;

let server: TestServer;
let session: TestSession;
let photos: Photo[];
let replies: FormReply[];
let watcher: Follower;

/** Sends forms from several senders at once, as the page does. */
async function sendAll(numbers: readonly number[]): Promise<FormReply[]> {
	const entries = photos.map(({ name, bytes }, index) => ({ name, bytes, field: String(numbers[index]) }));
	const forms = Array.from({ length: Math.ceil(PHOTOS / FORM_FILES) }, (_, index) =>
		entries.slice(index * FORM_FILES, (index + 1) * FORM_FILES),
	);
	const done: FormReply[] = [];
	async function sender(): Promise<void> {
		for (let form = forms.shift(); form; form = forms.shift())
			done.push(await sendForm(session, "holiday", form));
	}
	await Promise.all(Array.from({ length: SENDERS }, sender));
	return done;
}

beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
	photos = Array.from({ length: PHOTOS }, (_, index) => makePhoto(index));
	const sizes = photos.map(({ name, bytes }) => ({ name, size: bytes.length }));
	const numbers = await announce(session, "holiday", ...sizes);
	[watcher, replies] = await Promise.all([followUntil(session, settled(PHOTOS)), sendAll(numbers)]);
});
afterAll(() => server.stop());

describe("490 photos in forms of 25, four at a time", () => {
	test("are all stored and completed", async () => {
		const outcomes = replies.flatMap(({ files }) => files);
		expect(outcomes).toHaveLength(PHOTOS);
		expect(outcomes.filter(({ state }) => state !== "stored")).toEqual([]);
		expect(watcher.state.totals.states).toMatchObject({ completed: PHOTOS, failed: 0 });
		expect(await objectsOf(server, session)).toHaveLength(PHOTOS);
	});

	test("each go through every state", () => {
		const ways = new Map<number, (string | number)[]>();
		for (const { changes, reset } of watcher.frames) {
			for (const change of reset ? [] : changes) {
				if (!("file" in change)) continue;
				const way = ways.get(change.file) ?? [];
				if (change.state) way.push(change.state);
				if (change.progress !== undefined) way.push(change.progress);
				ways.set(change.file, way);
			}
		}
		const whole = ["uploading", "queued", 10, "processing", 20, 90, "completed", 100];
		expect([...ways.values()].filter((way) => way.join() !== whole.join())).toEqual([]);
		expect(ways.size).toBe(PHOTOS);
	});

	test.for(["events", "poll"] as Transport[])("are the same over %s", async (transport) => {
		const { state } = await followUntil(session, settled(PHOTOS), { transport });
		expect(snapshotChanges(state)).toEqual(snapshotChanges(watcher.state));
		expect(state.totals).toEqual(watcher.state.totals);
	});

	test("each have their own facts", async () => {
		for (const n of [1, 245, PHOTOS]) {
			const { file, facts } = await session.json<FileDetails>(`/api/files/${n}`);
			expect(file.name).toBe(photos[n - 1]?.name);
			expect(facts?.summary.map(({ name }) => name)).toEqual(
				expect.arrayContaining(["takenAt", "camera", "location"]),
			);
		}
	});

	test("cost at most three rows and 128 KB of reads per photo", async () => {
		const { usage } = await session.json<SessionInfo>("/api/session");
		expect(usage.rowsWritten / PHOTOS).toBeLessThanOrEqual(3);
		expect(usage.bytesRead / PHOTOS).toBeLessThanOrEqual(128 * 1024);
	});
});
