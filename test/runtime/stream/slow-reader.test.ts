import { afterAll, beforeAll, expect, test } from "vitest";
import type { StreamMessage } from "../../../src/protocol/stream/stream-message.ts";
import { publicState } from "../../support/runs/public-state.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { follower, followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { openSocket } from "../../support/server/socket.ts";
import { announce } from "../uploads/upload-helpers.ts";

const DROPS = 12;
const FILES = 1_500;

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

/** Announces about a megabyte of files with incompressible names. */
async function announceNoise(session: TestSession, key: string): Promise<void> {
	const files = Array.from({ length: FILES }, (_, index) => {
		const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(400))).toString("base64url");
		return { name: `${noise.slice(0, 200)}.jpg`, path: `${noise}/${index}`, size: 1 };
	});
	await announce(session, key, ...files);
}

// More than the system's buffers hold, so that the rest has to wait at the server.
test("a reader that stops reading has everything once it reads again, and the others are not affected", async () => {
	const session = await openSession(server.url);
	const { authorization } = session;
	const options = { headers: { authorization }, compressed: false };
	const slow = await openSocket<StreamMessage>(`${server.url}/api/session/events`, options);
	const reader = follower();
	slow.pause();
	const others = [1, 2, 3].map(() => followUntil(session, ({ totals }) => totals.files === DROPS * FILES));
	for (let drop = 0; drop < DROPS; drop++) await announceNoise(session, `drop-${drop}`);
	const [{ state }] = (await Promise.all(others)) as [Awaited<(typeof others)[0]>];
	slow.resume();
	for await (const message of slow) {
		if (message.type !== "frame") continue;
		expect(reader.take(message)).toBe(false);
		if (reader.state.totals.files === DROPS * FILES) break;
	}
	expect(publicState(reader.state)).toEqual(publicState(state));
	await slow.close();
});
