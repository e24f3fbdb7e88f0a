import { EventSource } from "eventsource";
import { WebSocket as ReconnectingSocket } from "partysocket";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../src/protocol/stream/state-hash.ts";
import type { StreamMessage } from "../../../src/protocol/stream/stream-message.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { type Follower, follower, followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { announce, putFile, settled } from "../uploads/upload-helpers.ts";

const PHOTOS = 12;
const HALF = PHOTOS / 2;

/** Milliseconds that a client and a restarted server may take on a busy machine. */
const PATIENCE_MS = 90_000;

let server: TestServer;
let session: TestSession;
beforeAll(async () => {
	server = await startServer();
	session = await openSession(server.url);
});
afterAll(() => server.stop());

/** A reader fed by a third-party client. */
interface Client {
	readonly reader: Follower;
	/** Frames that did not continue what the reader had. */
	readonly gaps: readonly Frame[];
	close(): void;
}

function createReader(): { reader: Follower; gaps: Frame[]; take(frame: Frame): void } {
	const reader = follower();
	const gaps: Frame[] = [];
	const take = (frame: Frame) => {
		if (reader.take(frame)) gaps.push(frame);
	};
	return { reader, gaps, take };
}

/** The `eventsource` package, which reconnects by itself with `Last-Event-ID`. */
function openEventSource(): Client {
	const { reader, gaps, take } = createReader();
	const source = new EventSource(`${session.url}/api/session/events`, {
		fetch: (url, init) =>
			fetch(url, { ...init, headers: { ...init.headers, authorization: session.authorization } }),
	});
	source.addEventListener("frame", ({ data }) => take(JSON.parse(data) as Frame));
	return { reader, gaps, close: () => source.close() };
}

/** The `partysocket` package, which reconnects by itself to the address that it is given at that time. */
function openPartySocket(): Client {
	const { reader, gaps, take } = createReader();
	const headers = { authorization: session.authorization };
	class Authorised extends WebSocket {
		constructor(url: string, protocols?: string | string[]) {
			super(url, protocols, { headers });
		}
	}
	const address = () => {
		const after = reader.cursor();
		const query = after === undefined ? "" : `?after=${after}`;
		return `${session.url.replace(/^http/, "ws")}/api/session/events${query}`;
	};
	const socket = new ReconnectingSocket(address, [], { WebSocket: Authorised, minReconnectionDelay: 200 });
	socket.addEventListener("message", ({ data }) => {
		const message = JSON.parse(String(data)) as StreamMessage;
		if (message.type === "frame") take(message);
	});
	return { reader, gaps, close: () => socket.close() };
}

/** Waits until all clients have folded a state that matches. */
async function waitForAll(
	clients: readonly Client[],
	what: string,
	matches: (state: SessionState) => boolean,
) {
	for (const { reader } of clients)
		await waitUntil(what, () => matches(reader.state), { within: PATIENCE_MS });
}

test("third-party clients survive a killed server, without gaps or duplicates", async () => {
	const photos = Array.from({ length: PHOTOS }, (_, seed) => makePhoto(seed));
	const entries = photos.map(({ name, bytes }) => ({ name, size: bytes.length }));
	const numbers = [...(await announce(session, "drop", ...entries.slice(0, -1)))];
	const put = (from: number, to: number) =>
		Promise.all(photos.slice(from, to).map(({ bytes }, at) => putFile(session, numbers[from + at], bytes)));
	const clients = [openEventSource(), openPartySocket()];
	try {
		await waitForAll(clients, "the list", ({ files }) => files.size === PHOTOS - 1);
		await put(0, HALF);
		await waitForAll(clients, "half of it done", ({ totals }) => totals.states.completed === HALF);
		await server.kill();
		await server.restart();
		numbers.push(...(await announce(session, "late", ...entries.slice(-1))));
		await waitForAll(clients, "one more file after the restart", ({ files }) => files.size === PHOTOS);
		await put(HALF, PHOTOS);
		await waitForAll(clients, "all done", settled(PHOTOS));
		const own = await followUntil(session, settled(PHOTOS), { transport: "poll" });
		for (const { reader, gaps } of clients) {
			expect(stateHash(reader.state)).toBe(stateHash(own.state));
			expect(gaps).toEqual([]);
			for (const [index, { from }] of reader.frames.entries())
				if (index > 0) expect(from).toBe(reader.frames[index - 1]?.to);
			const finished = reader.frames.flatMap(({ changes, reset }) =>
				reset
					? []
					: changes.flatMap((change) => ("file" in change && change.progress === 100 ? [change.file] : [])),
			);
			expect(finished.sort((a, b) => a - b)).toEqual(numbers);
		}
	} finally {
		for (const client of clients) client.close();
	}
});
