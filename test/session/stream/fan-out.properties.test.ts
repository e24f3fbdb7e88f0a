import { describe, expect, it } from "vitest";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";
import { MAX_SOCKET_BACKLOG_BYTES, SLOW_PATIENCE_MS } from "../../../src/session/limits.ts";
import { FanOut } from "../../../src/session/stream/fan-out.ts";
import { FakeReader } from "../../support/fakes/fake-reader.ts";
import { testSession } from "../../support/fakes/test-session.ts";
import { publicState } from "../../support/runs/public-state.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

/** A session that broadcasts its ticks to readers, and a clock that the test advances. */
function broadcastTo(readers: readonly FakeReader[]) {
	const { session, ticks, time } = testSession();
	const due = new Set<() => void>();
	const fanOut = new FanOut({
		sockets: () => readers,
		now: () => time.now,
		setTimer: (_ms, call) => {
			due.add(call);
			return () => due.delete(call);
		},
		translate: () => [],
	});
	let sent = 0;
	let files = 0;
	return {
		session,
		fanOut,
		timers: due,
		/** Announces `count` files with long names, and broadcasts the tick. */
		announce(count: number): void {
			const entries = Array.from({ length: count }, () => ({
				name: `${"x".repeat(200)}${++files}`,
				size: 1,
			}));
			session.execute({ type: "announce", key: `drop-${files}`, entries, hash: "h" });
			session.flush();
			for (const tick of ticks.slice(sent)) fanOut.broadcast(session, tick);
			sent = ticks.length;
		},
		/** Advances the clock and fires all timers. */
		pass(ms: number): void {
			time.now += ms;
			const calls = [...due];
			due.clear();
			for (const call of calls) call();
		},
	};
}

describe("a reader that does not read", () => {
	it("buffers no more than the limit, and catches up in one step once it reads again", () => {
		const [slow, fast] = [new FakeReader(), new FakeReader()];
		const { session, fanOut, announce, pass } = broadcastTo([slow, fast]);
		for (const reader of [slow, fast]) fanOut.catchUp(session, reader, undefined);
		for (let count = 0; count < 40; count++) {
			announce(1_000);
			fast.read();
		}
		expect(slow.most).toBeLessThan(MAX_SOCKET_BACKLOG_BYTES);
		// Only its initial snapshot.
		expect(fast.resets).toBe(1);
		slow.read();
		expect(slow.state.files.size).toBeLessThan(40_000);
		pass(250);
		slow.read();
		expect(publicState(slow.state)).toEqual(publicState(session.state));
		expect(publicState(fast.state)).toEqual(publicState(session.state));
		expect([slow.closed, fast.closed]).toEqual([undefined, undefined]);
	});

	it("is closed as slow when it never reads, and leaves no timer behind", () => {
		const slow = new FakeReader();
		const { session, fanOut, announce, pass, timers } = broadcastTo([slow]);
		fanOut.catchUp(session, slow, undefined);
		for (let count = 0; count < 5; count++) announce(1_000);
		for (let ms = 0; ms < SLOW_PATIENCE_MS; ms += 250) pass(250);
		expect(slow.closed).toBe(CLOSE.slow);
		pass(250);
		expect(timers.size).toBe(0);
	});

	it("gets neither more data nor more time by asking repeatedly", () => {
		const slow = new FakeReader();
		const { session, fanOut, announce, pass } = broadcastTo([slow]);
		announce(3_000);
		for (let ms = 0; ms < SLOW_PATIENCE_MS; ms += 250) {
			fanOut.catchUp(session, slow, undefined);
			pass(250);
		}
		expect(slow.most).toBeLessThan(MAX_SOCKET_BACKLOG_BYTES);
		expect(slow.closed).toBe(CLOSE.slow);
	});

	it("is detected by its acknowledgements where the platform does not report unread bytes", () => {
		const slow = new FakeReader(false);
		const { session, fanOut, announce } = broadcastTo([slow]);
		fanOut.catchUp(session, slow, undefined);
		const acknowledge = () => {
			slow.read();
			if (slow.cursor) fanOut.acknowledge(session, slow, slow.cursor);
		};
		announce(10);
		acknowledge();
		for (let count = 0; count < 40; count++) announce(1_000);
		expect(slow.most).toBeLessThan(MAX_SOCKET_BACKLOG_BYTES);
		acknowledge();
		acknowledge();
		expect(publicState(slow.state)).toEqual(publicState(session.state));
	});
});

describe("readers at any pace", () => {
	it("all end in the server's state", async () => {
		await property(4, (random) => {
			const readers = Array.from({ length: 5 }, () => new FakeReader(random.below(4) > 0));
			const { session, fanOut, announce, pass } = broadcastTo(readers);
			for (const reader of readers) fanOut.catchUp(session, reader, undefined);
			const read = (reader: FakeReader) => {
				reader.read();
				if (reader.cursor) fanOut.acknowledge(session, reader, reader.cursor);
			};
			for (let count = 0; count < 25; count++) {
				announce(1 + random.below(400));
				for (const reader of readers) if (random.below(6) === 0) read(reader);
				if (random.below(3) === 0) pass(250);
			}
			for (const _ of [1, 2, 3]) {
				for (const reader of readers) read(reader);
				pass(250);
			}
			for (const reader of readers) expect(publicState(reader.state)).toEqual(publicState(session.state));
		});
	});
});

describe("a reader limited to one batch", () => {
	it("gets all of it and nothing else, whatever its pace", async () => {
		await property(30, (random) => {
			const { session, model, ticks, time } = testSession();
			for (const key of ["drop-a", "drop-b"])
				session.execute({ type: "announce", key, entries: [{ name: `${key}.jpg`, size: 10 }], hash: key });
			session.flush();
			const view = { batch: 1 };
			const guests = Array.from({ length: 3 }, () => new FakeReader());
			for (const guest of guests) guest.serializeAttachment({ dialect: "stream", view });
			const fanOut = new FanOut({
				sockets: () => guests,
				now: () => time.now,
				setTimer: () => () => {},
				translate: () => [],
			});
			let sent = ticks.length;
			for (const guest of guests) fanOut.catchUp(session, guest, undefined);
			for (let count = 0; count < 150; count++) {
				session.execute(randomCommand(model, random));
				if (random.below(2) === 0) session.flush();
				for (const tick of ticks.slice(sent)) fanOut.broadcast(session, tick);
				sent = ticks.length;
				for (const guest of guests) {
					if (random.below(3) > 0) continue;
					guest.read();
					// It lost its connection, and resumes from its cursor.
					if (random.below(4) === 0) {
						guest.serializeAttachment({ dialect: "stream", view });
						fanOut.catchUp(session, guest, guest.cursor);
					}
				}
			}
			session.flush();
			for (const tick of ticks.slice(sent)) fanOut.broadcast(session, tick);
			const own = [...session.state.files.values()].filter(({ batch }) => batch === 1);
			for (const guest of guests) {
				guest.read();
				expect(sorted(guest.state.files.values())).toEqual(sorted(own));
				expect([...guest.state.keys.keys()]).toEqual(session.state.batches.has(1) ? ["drop-a"] : []);
				expect(guest.state.gauges).not.toHaveProperty("head");
			}
		});
	});
});

function sorted(files: Iterable<{ readonly n: number }>): { readonly n: number }[] {
	return [...files].sort((a, b) => a.n - b.n);
}
