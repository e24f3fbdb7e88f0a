import { describe, expect, test } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { emptyState } from "../../../src/protocol/stream/session-state.ts";
import {
	EXTRACTOR_RETRY_FIRST_MS,
	EXTRACTOR_RETRY_LONGEST_MS,
	SMALL_FILE_BYTES,
} from "../../../src/session/limits.ts";
import { INTERRUPTED } from "../../../src/session/queue/interrupted.ts";
import { type Lane, ReadQueue } from "../../../src/session/queue/read-queue.ts";

function file(n: number, more: Partial<FileRecord>): FileRecord {
	return {
		n,
		batch: 1,
		name: `${n}`,
		size: 1,
		state: "queued",
		progress: 0,
		attempt: 0,
		stored: 1,
		at: 0,
		ticket: n,
		...more,
	};
}

function queueOf(...files: FileRecord[]) {
	const state = emptyState();
	for (const one of files) state.files.set(one.n, one);
	return { state, queue: new ReadQueue(state, () => true) };
}

const LANES = ["new", "small", "large"] as const;

/** The first file of each lane. */
function firstOf(queue: ReadQueue, now = 0): Record<Lane, number | undefined> {
	const [fresh, small, large] = LANES.map((lane) => queue.next(lane, now)?.n);
	return { new: fresh, small, large };
}

const INTERRUPTION = { code: INTERRUPTED, detail: "It was interrupted." };

describe("the lane of a file", () => {
	test.each<[what: string, more: Partial<FileRecord>, lane: Lane]>([
		["that nobody has looked at", {}, "new"],
		["that is an image", { kind: "image" }, "new"],
		[
			"that is an image, and was being read when something died",
			{ kind: "image", problem: INTERRUPTION },
			"new",
		],
		["that is a short document", { kind: "document", size: SMALL_FILE_BYTES }, "small"],
		["that is a long document", { kind: "document", size: SMALL_FILE_BYTES + 1 }, "large"],
		["that is a short recording", { kind: "audio", size: 1 }, "small"],
		["that is of no known kind", { kind: "other", size: 1 }, "small"],
		[
			"that is short, and was being read when an extractor died",
			{ kind: "document", problem: INTERRUPTION },
			"large",
		],
		[
			"that is short, and could not be fetched from storage",
			{ kind: "document", problem: { code: "storage-silent", detail: "" } },
			"small",
		],
	])("%s is right", (_what, more, lane) => {
		const { queue } = queueOf(file(1, more));
		expect(firstOf(queue)).toEqual({ new: undefined, small: undefined, large: undefined, [lane]: 1 });
	});

	test.each<[lane: Lane, more: Partial<FileRecord>]>([
		["small", {}],
		["small", { kind: "image" }],
		["large", { size: SMALL_FILE_BYTES + 1 }],
		["large", { problem: INTERRUPTION }],
	])("that turns out to be no photo is %s for %j, and stays so", (lane, more) => {
		const { state, queue } = queueOf(file(1, more));
		queue.take(1);
		queue.sendToExtractor(1);
		const wanted = { new: undefined, small: undefined, large: undefined, [lane]: 1 };
		expect(firstOf(queue)).toEqual(wanted);
		const suspended = file(1, { ...more, ticket: 9 });
		state.files.set(1, suspended);
		queue.update(suspended);
		expect(firstOf(queue)).toEqual(wanted);
	});
});

describe("a lane", () => {
	test("hands out files in the order of their tickets, and of their numbers where those are equal", () => {
		const { queue } = queueOf(file(1, { ticket: 5 }), file(2, { ticket: 3 }), file(3, { ticket: 5 }));
		const order: (number | undefined)[] = [];
		for (let next = queue.next("new", 0); next; next = queue.next("new", 0)) {
			order.push(next.n);
			queue.take(next.n);
		}
		expect(order).toEqual([2, 1, 3]);
	});

	test("hands out a file that was begun before any with a later ticket", () => {
		const document = { kind: "document", size: SMALL_FILE_BYTES + 1 } as const;
		const { state, queue } = queueOf(file(1, document), file(2, document));
		const begun = file(1, { ...document, state: "processing" });
		queue.take(1);
		state.files.set(1, begun);
		queue.update(begun);
		expect(queue.next("large", 0)?.n).toBe(2);
		state.files.set(1, file(1, document));
		queue.update(file(1, document));
		expect(queue.next("large", 0)?.n).toBe(1);
	});

	test("does not hand out what is taken, until it is put back", () => {
		const { queue } = queueOf(file(1, {}), file(2, {}));
		queue.take(1);
		expect([queue.next("new", 0)?.n, queue.wakeAt(0)]).toEqual([2, 0]);
		queue.take(2);
		expect([queue.next("new", 0), queue.wakeAt(0)]).toEqual([undefined, undefined]);
		queue.putBack(1);
		queue.putBack(9);
		expect(queue.next("new", 0)?.n).toBe(1);
	});

	test("keeps a file taken while other fields of it change, and forgets that once it does not wait any more", () => {
		const { state, queue } = queueOf(file(1, {}));
		queue.take(1);
		queue.update(file(1, { ticket: 7 }));
		expect(queue.next("new", 0)).toBeUndefined();
		queue.update(file(1, { state: "paused" }));
		const resumed = file(1, { ticket: 8 });
		state.files.set(1, resumed);
		queue.update(resumed);
		expect(queue.next("new", 0)).toBe(resumed);
	});

	test("does not get back a file that is gone, or was read meanwhile", () => {
		const { state, queue } = queueOf(file(1, {}), file(2, {}));
		queue.take(1);
		queue.take(2);
		const completed = file(1, { state: "completed" });
		state.files.set(1, completed);
		queue.update(completed);
		state.files.delete(2);
		queue.remove(2);
		queue.putBack(1);
		queue.putBack(2);
		expect(firstOf(queue)).toEqual({ new: undefined, small: undefined, large: undefined });
	});

	test("tells when the next file arrives in it", async () => {
		const { state, queue } = queueOf();
		const arrivals: string[] = [];
		void queue.arrival().then(() => arrivals.push("first"));
		await Promise.resolve();
		expect(arrivals).toEqual([]);
		state.files.set(1, file(1, {}));
		queue.update(file(1, {}));
		void queue.arrival().then(() => arrivals.push("second"));
		await Promise.resolve();
		expect(arrivals).toEqual(["first"]);
		queue.take(1);
		queue.putBack(1);
		await Promise.resolve();
		expect(arrivals).toEqual(["first", "second"]);
	});
});

describe("a retry", () => {
	test("that is due comes before files that have never been tried", () => {
		const { queue } = queueOf(file(1, {}), file(2, { state: "retrying", retryAt: 500, ticket: 0 }));
		expect([queue.next("new", 499)?.n, queue.next("new", 500)?.n, queue.wakeAt(500)]).toEqual([1, 2, 500]);
	});

	test("wakes the session when it is due, the earliest first, unless its file is removed", () => {
		const { state, queue } = queueOf(
			file(1, { state: "retrying", retryAt: 900 }),
			file(2, { state: "retrying", retryAt: 300 }),
		);
		expect([queue.wakeAt(100), queue.next("new", 100)]).toEqual([300, undefined]);
		state.files.delete(2);
		queue.remove(2);
		expect([queue.wakeAt(100), queue.wakeAt(1_000), queue.next("new", 1_000)?.n]).toEqual([900, 1_000, 1]);
	});

	test("of a link is none of a file that can be read", () => {
		const state = emptyState();
		state.files.set(1, file(1, { state: "retrying", retryAt: 5 }));
		expect(new ReadQueue(state, () => false).wakeAt(10)).toBeUndefined();
	});

	test("is not handed out twice when it was taken before it was put back", () => {
		const { queue } = queueOf(file(1, { state: "retrying", retryAt: 5 }));
		expect(queue.next("new", 10)?.n).toBe(1);
		queue.take(1);
		expect([queue.next("new", 10), queue.wakeAt(10)]).toEqual([undefined, undefined]);
		queue.putBack(1);
		expect(queue.next("new", 10)?.n).toBe(1);
	});

	test("is found at the same cost however many files wait for one", () => {
		const retrying = Array.from({ length: 5_000 }, (_, n) =>
			file(n + 2, { state: "retrying", retryAt: 1_000 + n }),
		);
		const { state, queue } = queueOf(file(1, {}), ...retrying);
		let lookups = 0;
		const get = state.files.get.bind(state.files);
		state.files.get = (n) => {
			lookups++;
			return get(n);
		};
		expect([queue.next("new", 0)?.n, queue.wakeAt(0)]).toEqual([1, 0]);
		queue.take(1);
		expect(queue.wakeAt(0)).toBe(1_000);
		expect(lookups).toBeLessThan(5);
	});
});

describe("an extractor that does not answer", () => {
	const document = { kind: "document" } as const;

	test("holds up its own files only, and wakes the session when it is asked again", () => {
		const { queue } = queueOf(
			file(1, {}),
			file(2, document),
			file(3, { ...document, size: SMALL_FILE_BYTES + 1 }),
		);
		queue.onExtractorSilent(1_000, 1);
		const askedAt = 1_000 + EXTRACTOR_RETRY_FIRST_MS;
		expect(queue.isExtractorSilent).toBe(true);
		expect(firstOf(queue, askedAt - 1)).toEqual({ new: 1, small: undefined, large: undefined });
		queue.take(1);
		expect(queue.wakeAt(1_000)).toBe(askedAt);
		expect(firstOf(queue, askedAt)).toEqual({ new: undefined, small: 2, large: 3 });
		expect(queue.wakeAt(askedAt)).toBe(askedAt);
	});

	test("wakes nobody while no file waits for it", () => {
		const { queue } = queueOf(file(1, { state: "retrying", retryAt: 90_000 }));
		queue.onExtractorSilent(1_000, 1);
		expect(queue.wakeAt(1_000)).toBe(90_000);
	});

	test("lets a retry that is due earlier wake the session first", () => {
		const { queue } = queueOf(file(1, document), file(2, { state: "retrying", retryAt: 1_100 }));
		queue.onExtractorSilent(1_000, 1);
		expect(queue.wakeAt(1_000)).toBe(1_100);
	});

	test("is asked after waits that grow up to a bound, and at once when it has answered", () => {
		const { queue } = queueOf(file(1, document));
		const waits = Array.from({ length: 12 }, () => {
			queue.onExtractorSilent(0, 1);
			return queue.wakeAt(0);
		});
		expect(waits.slice(0, 3)).toEqual([1, 2, 4].map((times) => times * EXTRACTOR_RETRY_FIRST_MS));
		expect(waits.at(-1)).toBe(EXTRACTOR_RETRY_LONGEST_MS);
		queue.onExtractorSilent(0, 0);
		expect(queue.wakeAt(0)).toBe(EXTRACTOR_RETRY_LONGEST_MS / 2);
		queue.onExtractorAnswered();
		expect([queue.isExtractorSilent, queue.wakeAt(0)]).toEqual([false, 0]);
		queue.onExtractorSilent(0, 1);
		expect(queue.wakeAt(0)).toBe(EXTRACTOR_RETRY_FIRST_MS);
	});
});
