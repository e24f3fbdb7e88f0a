import { describe, expect, it } from "vitest";
import { CLOSE } from "../../../src/protocol/stream/stream-message.ts";
import { MAX_SOCKET_BACKLOG_BYTES, SLOW_PATIENCE_MS } from "../../../src/session/limits.ts";
import { FanOut } from "../../../src/session/stream/fan-out.ts";
import { FakeReader } from "../../support/fakes/fake-reader.ts";
import { testSession } from "../../support/fakes/test-session.ts";
import { publicState } from "../../support/runs/public-state.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

/** A session whose ticks go to readers, and a clock that the test turns. */
function room(readers: readonly FakeReader[]) {
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
	let told = 0;
	let files = 0;
	return {
		session,
		fanOut,
		timers: due,
		/** Announces so many files with long names, and tells the tick. */
		announce(count: number): void {
			const entries = Array.from({ length: count }, () => ({
				name: `${"x".repeat(200)}${++files}`,
				size: 1,
			}));
			session.execute({ type: "announce", key: `drop-${files}`, entries, hash: "h" });
			session.flush();
			for (const tick of ticks.slice(told)) fanOut.broadcast(session, tick);
			told = ticks.length;
		},
		/** Lets time pass, and rings whatever waits for it. */
		pass(ms: number): void {
			time.now += ms;
			const calls = [...due];
			due.clear();
			for (const call of calls) call();
		},
	};
}

describe("a reader that does not read", () => {
	it("costs no more than the bound, and gets what it missed in one piece once it has read", () => {
		const [slow, fast] = [new FakeReader(), new FakeReader()];
		const { session, fanOut, announce, pass } = room([slow, fast]);
		for (const reader of [slow, fast]) fanOut.catchUp(session, reader, undefined);
		for (let count = 0; count < 40; count++) {
			announce(1_000);
			fast.read();
		}
		expect(slow.most).toBeLessThan(MAX_SOCKET_BACKLOG_BYTES);
		// The snapshot of its first moment, and no other.
		expect(fast.resets).toBe(1);
		slow.read();
		expect(slow.state.files.size).toBeLessThan(40_000);
		pass(250);
		slow.read();
		expect(publicState(slow.state)).toEqual(publicState(session.state));
		expect(publicState(fast.state)).toEqual(publicState(session.state));
		expect([slow.closed, fast.closed]).toEqual([undefined, undefined]);
	});

	it("is closed as slow when it never reads, and nothing waits for it any more", () => {
		const slow = new FakeReader();
		const { session, fanOut, announce, pass, timers } = room([slow]);
		fanOut.catchUp(session, slow, undefined);
		for (let count = 0; count < 5; count++) announce(1_000);
		for (let ms = 0; ms < SLOW_PATIENCE_MS; ms += 250) pass(250);
		expect(slow.closed).toBe(CLOSE.slow);
		pass(250);
		expect(timers.size).toBe(0);
	});

	it("is not given more for asking again and again, nor more time", () => {
		const slow = new FakeReader();
		const { session, fanOut, announce, pass } = room([slow]);
		announce(3_000);
		for (let ms = 0; ms < SLOW_PATIENCE_MS; ms += 250) {
			fanOut.catchUp(session, slow, undefined);
			pass(250);
		}
		expect(slow.most).toBeLessThan(MAX_SOCKET_BACKLOG_BYTES);
		expect(slow.closed).toBe(CLOSE.slow);
	});

	it("is found by its acknowledgements where the platform does not tell", () => {
		const slow = new FakeReader(false);
		const { session, fanOut, announce } = room([slow]);
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

describe("readers of any pace", () => {
	it("all end with the state that the server has", async () => {
		await property(4, (random) => {
			const readers = Array.from({ length: 5 }, () => new FakeReader(random.below(4) > 0));
			const { session, fanOut, announce, pass } = room(readers);
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

describe("a reader who may see one batch", () => {
	it("knows all of it and nothing else, whatever its pace", async () => {
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
			let told = ticks.length;
			for (const guest of guests) fanOut.catchUp(session, guest, undefined);
			for (let count = 0; count < 150; count++) {
				session.execute(randomCommand(model, random));
				if (random.below(2) === 0) session.flush();
				for (const tick of ticks.slice(told)) fanOut.broadcast(session, tick);
				told = ticks.length;
				for (const guest of guests) {
					if (random.below(3) > 0) continue;
					guest.read();
					// It lost its line, and comes back from where it stands.
					if (random.below(4) === 0) {
						guest.serializeAttachment({ dialect: "stream", view });
						fanOut.catchUp(session, guest, guest.cursor);
					}
				}
			}
			session.flush();
			for (const tick of ticks.slice(told)) fanOut.broadcast(session, tick);
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
