import { describe, expect, it } from "vitest";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";
import { SLOW_PATIENCE_MS, SOCKET_HIGH_BYTES } from "../../../src/session/limits.ts";
import { backpressureFor } from "../../../src/session/stream/backpressure.ts";
import { FanOut } from "../../../src/session/stream/fan-out.ts";
import { FakeReader } from "../../support/fakes/fake-reader.ts";
import { testSession } from "../../support/fakes/test-session.ts";

const NOW = 1_790_000_000_000;

describe("backpressure", () => {
	it.each([
		[undefined, 0, "send"],
		[undefined, SOCKET_HIGH_BYTES, "send"],
		[undefined, SOCKET_HIGH_BYTES + 1, "pause"],
		[NOW, SOCKET_HIGH_BYTES, "pause"],
		[NOW - SLOW_PATIENCE_MS + 1, SOCKET_HIGH_BYTES, "pause"],
		[NOW - SLOW_PATIENCE_MS, SOCKET_HIGH_BYTES, "close"],
		[NOW - SLOW_PATIENCE_MS, 0, "catch-up"],
		[NOW, 0, "catch-up"],
	])("paused since %s with %i bytes unread is %s", (heldSince, unread, pace) => {
		expect(backpressureFor(heldSince, unread, NOW)).toBe(pace);
	});
});

describe("a reader limited to one batch", () => {
	it("receives nothing about other batches, not even that something happened", () => {
		const { session, ticks, time } = testSession();
		for (const key of ["own", "other"])
			session.execute({ type: "announce", key, entries: [{ name: "a", size: 10 }], hash: key });
		session.flush();
		const guest = new FakeReader();
		guest.serializeAttachment({ dialect: "stream", view: { batch: 1 } });
		const fanOut = new FanOut({
			sockets: () => [guest],
			now: () => time.now,
			setTimer: () => () => {},
			translate: () => [],
		});
		fanOut.catchUp(session, guest, undefined);
		guest.read();
		const sent = ticks.length;
		for (const verb of ["pause", "resume"] as const) {
			session.execute({ type: "verb", verb, target: { file: 2 } });
			session.flush();
		}
		for (const tick of ticks.slice(sent)) fanOut.broadcast(session, tick);
		expect(guest.unread).toBe(0);
		fanOut.catchUp(session, guest, guest.cursor);
		expect(guest.unread).toBe(0);
	});

	it("is closed once its access has expired", () => {
		const { session, ticks, time } = testSession();
		const guest = new FakeReader();
		guest.serializeAttachment({ dialect: "stream", view: { batch: 1, until: time.now } });
		const fanOut = new FanOut({
			sockets: () => [guest],
			now: () => time.now,
			setTimer: () => () => {},
			translate: () => [],
		});
		session.execute({ type: "announce", key: "own", entries: [{ name: "a", size: 10 }], hash: "h" });
		session.flush();
		for (const tick of ticks) fanOut.broadcast(session, tick);
		expect([guest.closed, guest.unread]).toEqual([CLOSE.revoked, 0]);
	});
});
