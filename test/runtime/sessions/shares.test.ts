import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileDetails, FileListReply } from "../../../src/protocol/http/reply.ts";
import type { ShareList, ShareOpened, TicketReply } from "../../../src/protocol/http/share.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { PollReply } from "../../../src/protocol/stream/poll-reply.ts";
import type { StreamMessage } from "../../../src/protocol/stream/stream-message.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession, sessionOf, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readEvents } from "../../support/server/server-events.ts";
import { openSocket, readSocket } from "../../support/server/socket.ts";
import { expectProblem, expectRefusal } from "../expect-problem.ts";
import { announce, settled, storeFile } from "../uploads/upload-helpers.ts";

let server: TestServer;
let owner: TestSession;
beforeAll(async () => {
	server = await startServer();
	owner = await openSession(server.url);
	await storeFile(owner, "mine.jpg", makePhoto(1).bytes, "holiday");
	await storeFile(owner, "secret.jpg", makePhoto(2).bytes, "private");
	await followUntil(owner, settled(2));
});
afterAll(() => server.stop());

/** Shares a batch; returns a client that uses the share's link. */
async function share(key: string, wanted: object = {}): Promise<{ guest: TestSession; id: number }> {
	const { token, share } = await owner.post<ShareOpened>(`/api/batches/${key}/shares`, wanted);
	const [id = "", secret = ""] = token.split(".");
	return { guest: sessionOf(server.url, id, secret), id: share.id };
}

/** All file names in frames. */
function namesIn(frames: readonly Frame[]): (string | undefined)[] {
	return frames.flatMap(({ changes }) =>
		changes.map((change) => ("name" in change ? change.name : undefined)),
	);
}

describe("a share of one batch", () => {
	test("sees its files, their facts and their pictures, over every transport", async () => {
		const { guest } = await share("holiday");
		const polled = await guest.json<PollReply>("/api/session/events");
		expect(namesIn(polled.frames).filter(Boolean)).toEqual(["mine.jpg"]);
		expect(polled.frames[0]?.gauges).toEqual({});
		expect((await guest.json<FileListReply>("/api/session/files")).files.map(({ n }) => n)).toEqual([1]);
		expect(await guest.json("/api/batches/holiday")).toMatchObject({ files: [{ n: 1 }] });
		expect((await guest.json<FileDetails>("/api/files/1")).facts).not.toBeNull();
		expect((await guest.fetch("/api/files/1/thumbnail")).status).toBe(200);
		for await (const { event, data } of await readEvents(guest)) {
			if (event === "frame")
				expect(namesIn([JSON.parse(data) as Frame]).filter(Boolean)).toEqual(["mine.jpg"]);
			if (event === "idle") break;
		}
		const { state } = await followUntil(guest, settled(1));
		expect([...state.keys.keys()]).toEqual(["holiday"]);
	});

	test("sees nothing of another batch", async () => {
		const { guest } = await share("holiday", { originals: true });
		for (const path of [
			"/api/files/2",
			"/api/files/2/original",
			"/api/files/2/thumbnail",
			"/api/batches/private",
		])
			await expectRefusal(await guest.fetch(path), 404, "not-found");
		await expectRefusal(await guest.fetch("/api/session/files?batch=private"), 404, "not-found");
	});

	test("can download files only if its owner allows it", async () => {
		const [viewOnly, downloadable] = [await share("holiday"), await share("holiday", { originals: true })];
		await expectRefusal(await viewOnly.guest.fetch("/api/files/1/original"), 403, "forbidden");
		expect((await downloadable.guest.fetch("/api/files/1/original")).status).toBe(200);
	});

	test("can change nothing, and cannot create shares", async () => {
		const { guest } = await share("holiday", { originals: true });
		const json = {
			headers: { "content-type": "application/json" },
			body: '{"files":[{"name":"a","size":1}]}',
		};
		const attempts: [string, RequestInit][] = [
			["/api/session", { method: "GET" }],
			["/api/session", { method: "DELETE" }],
			["/api/session/token", { method: "POST" }],
			["/api/session/pause", { method: "POST" }],
			["/api/batches/holiday", { method: "POST", ...json }],
			["/api/batches/holiday", { method: "DELETE" }],
			["/api/batches/holiday/retry", { method: "POST" }],
			["/api/batches/holiday/shares", { method: "POST", ...json, body: "{}" }],
			["/api/batches/holiday/shares", { method: "GET" }],
			["/api/batches/holiday/shares/1", { method: "DELETE" }],
			["/api/files/1", { method: "PUT", body: "x" }],
			["/api/files/1", { method: "DELETE" }],
			["/api/files/1/cancel", { method: "POST" }],
			["/api/uploads", { method: "POST", headers: { "tus-resumable": "1.0.0", "upload-length": "1" } }],
		];
		for (const [path, init] of attempts)
			expect((await guest.fetch(path, init)).status, `${init.method} ${path}`).toBe(403);
		const socket = await readSocket(guest);
		socket.send({ type: "command", tab: "tab-of-guest", number: 1, do: "cancel", target: { file: 1 } });
		for await (const message of socket) {
			if (message.type !== "answer") continue;
			expectProblem("problem" in message ? message.problem : undefined, "forbidden");
			break;
		}
		await socket.close();
		expect((await owner.json<FileListReply>("/api/session/files")).files).toHaveLength(2);
	});

	test("receives changes of its batch and of no other", async () => {
		const { guest } = await share("holiday");
		const socket = await readSocket(guest);
		for (const _ of ["hello", "snapshot"]) await socket.next();
		await announce(owner, "private", { name: "more.jpg", size: 1 });
		await server.hibernate(owner.id);
		const [n] = await announce(owner, "holiday", { name: "later.jpg", size: 1 });
		const received = await socket.next();
		expect(received).toMatchObject({ type: "frame", changes: [{ file: n, name: "later.jpg" }] });
		await owner.fetch(`/api/files/${n}`, { method: "DELETE" });
		expect(await socket.next()).toMatchObject({ type: "frame", changes: [{ file: n, removed: true }] });
		await socket.close();
	});

	test("opens a socket with a ticket, with the same limited view", async () => {
		const { guest } = await share("holiday");
		const { protocols } = await guest.post<TicketReply>("/api/session/tickets");
		const socket = await openSocket<StreamMessage>(`${server.url}/api/session/events`, { protocols });
		await socket.next();
		const snapshot = await socket.next();
		expect(snapshot?.type === "frame" && namesIn([snapshot]).filter(Boolean)).toEqual(["mine.jpg"]);
		await socket.close();
	});

	test("ends when it is revoked, also for connected readers", async () => {
		const { guest, id } = await share("holiday");
		const { guest: other } = await share("holiday");
		const [socket, stays] = [await readSocket(guest, undefined, { hangsUp: true }), await readSocket(other)];
		expect((await owner.fetch(`/api/batches/holiday/shares/${id}`, { method: "DELETE" })).status).toBe(204);
		expect(await socket.closed).toMatchObject({ code: 4501 });
		await expectRefusal(await guest.fetch("/api/session/events"), 401, "unauthorized");
		await stays.ping();
		await stays.close();
		const gone = await owner.fetch(`/api/batches/holiday/shares/${id}`, { method: "DELETE" });
		await expectRefusal(gone, 404, "not-found");
	});

	test("ends with its batch, and does not see a later batch with the same key", async () => {
		await announce(owner, "short-lived", { name: "a", size: 1 });
		const { guest } = await share("short-lived");
		const socket = await readSocket(guest, undefined, { hangsUp: true });
		await owner.fetch("/api/batches/short-lived", { method: "DELETE" });
		expect(await socket.closed).toMatchObject({ code: 4501 });
		await announce(owner, "short-lived", { name: "b", size: 1 });
		await expectRefusal(await guest.fetch("/api/batches/short-lived"), 401, "unauthorized");
		expect((await owner.json<ShareList>("/api/batches/short-lived/shares")).shares).toEqual([]);
	});

	test("is listed without its token, and survives a crash", async () => {
		const { guest, id } = await share("private", { hours: 1 });
		await server.kill();
		await server.restart();
		const { shares } = await owner.json<ShareList>("/api/batches/private/shares");
		expect(shares).toEqual([
			{
				id,
				batch: "private",
				originals: false,
				createdAt: expect.any(Number),
				expiresAt: expect.any(Number),
			},
		]);
		expect((shares[0]?.expiresAt ?? 0) - (shares[0]?.createdAt ?? 0)).toBe(3_600_000);
		expect(JSON.stringify(shares)).not.toContain(guest.token);
		expect((await guest.json<FileListReply>("/api/session/files")).files.map(({ name }) => name)).toContain(
			"secret.jpg",
		);
	});

	test("is refused for an unknown batch, too long a lifetime, and an invalid body", async () => {
		const ask = (key: string, body: string) =>
			owner.fetch(`/api/batches/${key}/shares`, {
				method: "POST",
				body,
				headers: { "content-type": "application/json" },
			});
		await expectRefusal(await ask("unknown", "{}"), 404, "not-found");
		for (const body of ['{"hours":721}', '{"hours":0}', '{"hours":"1"}', '{"until":1}', "[]", "nonsense"])
			await expectRefusal(await ask("holiday", body), 400, "malformed");
	});

	test("gives no access to another session", async () => {
		const { guest } = await share("holiday");
		const other = await openSession(server.url);
		const mixed = sessionOf(server.url, other.id, guest.token);
		await expectRefusal(await mixed.fetch("/api/session/events"), 401, "unauthorized");
	});
});
