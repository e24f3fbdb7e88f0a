import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { openSession, poll } from "../../support/server/client.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readEvents } from "../../support/server/server-events.ts";
import { readSocket } from "../../support/server/socket.ts";
import { createUpload, numberOf, patch, someBytes } from "./client.ts";

const MIB = 1024 * 1024;

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

/** A file's stored bytes in a frame: in its record, or as a gauge. */
function storedIn(frame: Frame, n: number): number[] {
	const gauge = frame.gauges?.stored?.[n];
	const recorded = frame.changes.flatMap((change) =>
		"file" in change && change.file === n ? (change.stored ?? []) : [],
	);
	return gauge === undefined ? recorded : [...recorded, gauge];
}

describe("the stored bytes of an upload", () => {
	it("are reported live, on a socket and as events, and never decrease", async () => {
		const session = await openSession(server.url);
		const bytes = someBytes(60 * MIB);
		const path = await createUpload(session, bytes.length);
		const n = numberOf(path);
		const socket = await readSocket(session);
		const events = await readEvents(session);
		const sent = patch(session, path, 0, bytes);
		const bySocket: number[] = [];
		for await (const message of socket) {
			if (message.type === "frame") bySocket.push(...storedIn(message, n));
			if (bySocket.at(-1) === bytes.length) break;
		}
		const byEvents: number[] = [];
		for await (const { event, data } of events) {
			if (event === "frame") byEvents.push(...storedIn(JSON.parse(data) as Frame, n));
			if (byEvents.at(-1) === bytes.length) break;
		}
		expect((await sent).status).toBe(204);
		for (const reported of [bySocket, byEvents]) {
			expect(new Set(reported).size).toBeGreaterThan(2);
			expect([...reported].sort((a, b) => a - b)).toEqual(reported);
		}
		await socket.close();
		await events.close();
	});

	it("take no journal frames, and are in a poll's reply too", async () => {
		const session = await openSession(server.url);
		const path = await createUpload(session, 40 * MIB);
		expect((await patch(session, path, 0, someBytes(11 * MIB))).status).toBe(204);
		const { reply } = await poll(session, undefined);
		const [frame] = reply?.frames ?? [];
		expect(frame && storedIn(frame, numberOf(path))).toContain(11 * MIB);
		// Two frames however many parts there were: created, and 11 MiB stored.
		expect(frame?.to).toBe(2);
	});
});
