import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileListReply } from "../../../src/protocol/http/reply.ts";
import { MAX_LISTED_FILES } from "../../../src/protocol/limits.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { outlineChanges } from "../../../src/protocol/stream/outline.ts";
import type { PollReply } from "../../../src/protocol/stream/poll-reply.ts";
import type { StreamMessage } from "../../../src/protocol/stream/stream-message.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readEvents } from "../../support/server/server-events.ts";
import { openSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";
import { announce } from "../uploads/upload-helpers.ts";

const FILES = 10_000;

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
	const files = Array.from({ length: FILES }, (_, index) => ({ name: `IMG_${index}.jpg`, size: 50_000 }));
	await announce(session, "first", ...files.slice(0, FILES / 2));
	await announce(session, "second", ...files.slice(FILES / 2));
});
afterAll(() => server.stop());

const PATH = "/api/session/events?snapshot=outline";

async function viaSocket(): Promise<Frame> {
	const { authorization } = session;
	const socket = await openSocket<StreamMessage>(server.url + PATH, { headers: { authorization } });
	for await (const message of socket) {
		if (message.type !== "frame") continue;
		// The form of snapshots stays as it was asked for while the socket is open, through hibernation too.
		await server.hibernate(session.id);
		socket.send({ type: "resume", after: null });
		const again = await socket.next();
		expect(again).toHaveProperty("outline");
		await socket.close();
		return message;
	}
	throw new Error("The socket closed before a frame.");
}

async function viaEvents(): Promise<Frame> {
	const events = await readEvents(session, undefined, PATH);
	for await (const { event, data } of events) {
		if (event !== "frame") continue;
		events.close();
		return JSON.parse(data) as Frame;
	}
	throw new Error("The stream ended before a frame.");
}

async function viaPoll(): Promise<Frame | undefined> {
	return (await session.json<PollReply>(PATH)).frames[0];
}

describe("a snapshot as an outline", () => {
	test.each([
		["a socket", viaSocket],
		["an event stream", viaEvents],
		["a poll", viaPoll],
	])("has 10,000 files in less than 16 KB over %s", async (_name, read) => {
		const frame = await read();
		expect(JSON.stringify(frame).length).toBeLessThan(16_000);
		expect(frame?.changes.map((change) => "key" in change && change.key)).toEqual(["first", "second"]);
		expect(frame?.outline).toMatchObject({ bytes: FILES * 50_000, stored: 0 });
		expect(frame?.outline && outlineChanges(frame.outline)).toHaveLength(FILES);
	});

	test("is not sent to readers who want all details, and has no other form", async () => {
		const { frames } = await session.json<PollReply>("/api/session/events?snapshot=whole");
		expect(frames[0]).not.toHaveProperty("outline");
		expect(frames[0]?.changes).toHaveLength(FILES + 2);
		await expectRefusal(await session.fetch("/api/session/events?snapshot=half"), 400, "malformed");
	});
});

describe("the list of files", () => {
	test("has the details of a range, page by page", async () => {
		const page = await session.json<FileListReply>("/api/session/files?from=4998&to=7000");
		expect(page.files).toHaveLength(MAX_LISTED_FILES);
		expect(page.files[0]).toMatchObject({ n: 4998, name: "IMG_4997.jpg" });
		expect(page.next).toBe(4998 + MAX_LISTED_FILES);
		const last = await session.json<FileListReply>("/api/session/files?from=9999");
		expect(last.files.map(({ n }) => n)).toEqual([9999, 10_000]);
		expect(last).not.toHaveProperty("next");
	});

	test("is limited to one batch on request", async () => {
		const { files } = await session.json<FileListReply>("/api/session/files?from=4998&to=5003&batch=second");
		expect(files.map(({ n }) => n)).toEqual([5001, 5002, 5003]);
	});

	test("has no files of other sessions", async () => {
		const other = await openSession(server.url);
		expect((await other.json<FileListReply>("/api/session/files")).files).toEqual([]);
		await expectRefusal(await other.fetch("/api/session/files?batch=first"), 404, "not-found");
	});
});
