import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatCursor } from "../../../src/protocol/stream/cursor.ts";
import { type SessionState, snapshotChanges } from "../../../src/protocol/stream/session-state.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession, poll, type TestSession } from "../../support/server/client.ts";
import { type Follower, follower, followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readEvents } from "../../support/server/server-events.ts";
import { expectRefusal } from "../expect-problem.ts";
import { sendForm } from "../uploads/form-body.ts";
import { announce, settled } from "../uploads/upload-helpers.ts";

const FILES = 40;

let server: TestServer;
let session: TestSession;
let live: Record<"socket" | "events" | "poll", Follower>;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
	const photos = Array.from({ length: FILES }, (_, index) => makePhoto(index));
	await announce(session, "drop", ...photos.map(({ name, bytes }) => ({ name, size: bytes.length })));
	const [socket, events, polled] = await Promise.all([
		followUntil(session, settled(FILES), { transport: "socket" }),
		followUntil(session, settled(FILES), { transport: "events" }),
		followUntil(session, settled(FILES), { transport: "poll" }),
		sendForm(session, "drop", photos),
	]);
	live = { socket, events, poll: polled };
});
afterAll(() => server.stop());

/** The content of a state, however it came about. */
const contentOf = (state: SessionState) => ({
	at: state.seq,
	changes: snapshotChanges(state).sort(byNumber),
	totals: state.totals,
});
const byNumber = (a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b));

/** A state folded from one poll's answer alone. */
async function snapshot(): Promise<SessionState> {
	const reader = follower();
	for (const frame of (await poll(session, undefined)).reply?.frames ?? []) reader.take(frame);
	return reader.state;
}

describe("the stream", () => {
	test.for(["socket", "events", "poll"] as const)(
		"folds to the snapshot's state over %s",
		async (transport) => {
			const now = await snapshot();
			const { state } = await followUntil(session, ({ seq }) => seq === now.seq, { reader: live[transport] });
			expect(contentOf(state)).toEqual(contentOf(now));
		},
	);

	test.for(["socket", "events", "poll"] as const)(
		"has every step of every file over %s",
		async (transport) => {
			const { frames } = live[transport];
			const changes = frames.flatMap(({ changes, reset }) => (reset ? [] : changes));
			for (let n = 1; n <= FILES; n++) {
				const own = changes.filter((change) => "file" in change && change.file === n);
				const steps = own.flatMap((change) => ("progress" in change ? [change.progress] : []));
				expect(steps).toEqual([10, 20, 90, 100]);
			}
		},
	);

	test("numbers its frames without gaps", () => {
		for (const { frames } of Object.values(live)) {
			for (const [index, frame] of frames.entries()) {
				expect(frame.from).toBe(index === 0 ? frame.from : frames[index - 1]?.to);
			}
		}
	});

	test("puts the changes of one tick into one frame", () => {
		const { frames } = live.socket;
		const changes = frames.reduce((sum, frame) => sum + frame.changes.length, 0);
		expect(frames.length).toBeLessThan(changes / 2);
	});

	test("leads from any cursor to the same state", async () => {
		const now = await snapshot();
		const reader = follower();
		for (const frame of live.socket.frames) {
			reader.take(frame);
			const late = follower();
			late.take({ ...frame, reset: true, from: 0, changes: snapshotChanges(reader.state) });
			const { reply } = await poll(session, formatCursor(reader.state));
			for (const missed of reply?.frames ?? []) expect(late.take(missed)).toBe(false);
			expect(contentOf(late.state)).toEqual(contentOf(now));
		}
	});

	test("answers a cursor of another epoch with a snapshot", async () => {
		for (const cursor of ["anotherepoch.3", `${live.poll.state.epoch}.999999`]) {
			const { reply } = await poll(session, cursor);
			expect(reply?.frames).toMatchObject([{ reset: true, from: 0, to: live.poll.state.seq }]);
		}
	});

	test.for(["x", "1", "-1.2", "epoch.-1", "epoch.1.2", "EPOCH.1", "epoch.1e3", "'; DROP TABLE frames"])(
		"refuses %j as a cursor",
		async (cursor) => {
			const path = `/api/session/events?after=${encodeURIComponent(cursor)}`;
			await expectRefusal(await session.fetch(path), 400, "invalid-cursor");
			const headers = { accept: "text/event-stream", "last-event-id": cursor };
			await expectRefusal(await session.fetch("/api/session/events", { headers }), 400, "invalid-cursor");
		},
	);
});

describe("a poll", () => {
	test("waits for changes", async () => {
		const own = await openSession(server.url);
		const waiting = poll(own, own.cursor, 20);
		const numbers = await announce(own, "drop", { name: "a", size: 1 });
		const { reply } = await waiting;
		expect(reply?.frames[0]?.changes).toContainEqual(
			expect.objectContaining({ file: numbers[0], name: "a" }),
		);
		expect(reply?.retry.window).toBeGreaterThan(0);
	});

	test("has an ETag, and is a 304 when nothing is new since", async () => {
		const { etag, reply } = await poll(session, undefined);
		expect(etag).toBe(`"${reply?.cursor}"`);
		for (const tag of [etag ?? "", `W/${etag}`]) {
			const same = await session.fetch("/api/session/events", { headers: { "if-none-match": tag } });
			expect([same.status, await same.text(), same.headers.get("etag")]).toEqual([304, "", etag]);
		}
	});

	test("at the end of the stream has no frame", async () => {
		const { reply } = await poll(session, undefined);
		expect((await poll(session, reply?.cursor)).reply).toMatchObject({ cursor: reply?.cursor, frames: [] });
	});

	test.for(["soon", "-1", "NaN"])("refuses to wait %s", async (wait) => {
		await expectRefusal(await session.fetch(`/api/session/events?wait=${wait}`), 400, "malformed");
	});
});

describe("an event stream", () => {
	test("carries its cursor as the id and ends when there is nothing to watch", async () => {
		const events = await readEvents(session);
		expect(events.response.headers.get("content-type")).toContain("text/event-stream");
		const seen = [];
		for await (const event of events) seen.push(event);
		const [opening, frame, idle] = seen;
		expect(seen).toHaveLength(3);
		expect(opening?.retry).toBeGreaterThan(0);
		expect(frame).toMatchObject({ event: "frame", id: formatCursor(live.socket.state) });
		expect(idle).toMatchObject({ event: "idle" });
		expect(idle?.retry).toBeGreaterThan(opening?.retry ?? 0);
	});

	test("resumes from Last-Event-ID", async () => {
		const events = await readEvents(session, formatCursor(live.socket.state));
		const seen = [];
		for await (const { event } of events) seen.push(event);
		expect(seen).not.toContain("frame");
	});
});
