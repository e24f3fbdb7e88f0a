import { beforeEach, describe, expect, it } from "vitest";
import { Uploader } from "../../../client/sending/uploader.ts";
import type { UploaderEvent, UploaderOptions } from "../../../client/sending/uploader-options.ts";
import { MIB } from "../../../src/protocol/limits.ts";
import { chance } from "../../support/seed.ts";
import { blobOfSize } from "../../web/support/blob-of-size.ts";
import { FakeApi, TOO_MANY } from "../../web/support/fake-api.ts";
import { FakeStore } from "../../web/support/fake-store.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";

const CREDENTIAL = "id.token";
const NONE = { requestLost: 0, answerLost: 0, cut: 0, busy: 0, broken: 0 };

let clock: FakeClock;
let store: FakeStore;
let api: FakeApi;
let events: UploaderEvent[];

beforeEach(() => {
	clock = new FakeClock();
	store = new FakeStore(clock, chance(1), NONE);
	api = new FakeApi(store);
	events = [];
});

/** An uploader with fakes, whose events are collected. */
function open(options: UploaderOptions = {}): Uploader {
	const { fetch } = api;
	const uploader = new Uploader({
		origin: "https://darkroom.test",
		send: store.send,
		online: () => true,
		fetch,
		clock,
		...options,
	});
	void (async () => {
		for await (const event of uploader.events()) events.push(event);
	})();
	return uploader;
}

function sources(count: number, size = 1000) {
	return Array.from({ length: count }, (_, at) => ({ name: `${at}.jpg`, size, blob: blobOfSize(size) }));
}

/** Lets a `Response` be read, which takes turns of the event loop and no time of the clock. */
async function answered(): Promise<void> {
	for (let turn = 0; turn < 30; turn++) await new Promise<void>((next) => setImmediate(next));
}

async function run(ms: number): Promise<void> {
	await answered();
	await clock.advance(ms);
	await answered();
}

const reported = () =>
	events.map((event) => ("file" in event ? `${event.type} ${event.file.n}` : event.type));

describe("an uploader", () => {
	it("opens a session, announces, sends, and reports every file", async () => {
		const uploader = open({ batch: "trip" });
		const added = uploader.add(sources(3));
		await run(5_000);
		expect(await added).toEqual({ ok: true, value: [1, 2, 3] });
		expect(uploader.credential).toBe(CREDENTIAL);
		expect(api.requests).toEqual([
			"POST /api/session nobody",
			`POST /api/batches/trip Bearer ${CREDENTIAL}`,
			`GET /api/batches/trip Bearer ${CREDENTIAL}`,
		]);
		expect(reported()).toEqual(["announced", "stored 1", "stored 2", "stored 3", "finished"]);
		expect(uploader.progress).toMatchObject({
			files: 3,
			storedFiles: 3,
			bytes: 3000,
			sent: 3000,
			stored: 3000,
		});
		expect(uploader.progress.msLeft).toBe(0);
	});

	it("uses a given session, and does not read a new batch", async () => {
		const uploader = open({ credential: CREDENTIAL });
		void uploader.add(sources(1));
		await run(5_000);
		expect(api.requests).toEqual([`POST /api/batches/${uploader.batch} Bearer ${CREDENTIAL}`]);
	});

	it("continues an earlier run under the same key", async () => {
		const first = open({ batch: "trip" });
		void first.add(sources(30));
		await run(30);
		first.close();
		const before = [...store.files.values()].filter(({ times }) => times > 0).length;
		const second = open({ batch: "trip", credential: CREDENTIAL });
		void second.add(sources(30));
		await run(5_000);
		expect(before).toBeLessThan(30);
		expect(second.progress).toMatchObject({ files: 30, storedFiles: 30 });
		expect(store.resentBytes).toBe(0);
	});

	it("waits for a server that does not answer", async () => {
		api.unanswered = 3;
		const uploader = open();
		void uploader.add(sources(1));
		for (let round = 0; round < 10; round++) await run(5_000);
		expect(uploader.progress.storedFiles).toBe(1);
	});

	it("returns a refusal, and is finished", async () => {
		api.refuses = TOO_MANY;
		const uploader = open();
		const added = uploader.add(sources(2));
		await run(1_000);
		expect(await added).toMatchObject({ ok: false, problem: { problem: { code: "too-large" } } });
		expect(await uploader.finished()).toMatchObject({ files: 0 });
	});

	it("fails a file that cannot be read, and sends the others", async () => {
		const uploader = open();
		const [first, second] = sources(2);
		const gone = { ...first, name: "gone", size: 5, blob: () => Promise.reject(new Error("gone")) };
		void uploader.add([gone, ...(second ? [second] : [])]);
		await run(5_000);
		expect(reported()).toContain("failed 1");
		expect(uploader.file(1)).toMatchObject({ state: "failed", problem: { code: "unreadable" } });
		expect(uploader.progress).toMatchObject({ failedFiles: 1, storedFiles: 1, bytes: 1000, stored: 1000 });
	});

	it("pauses, also files that are added meanwhile, and resumes", async () => {
		const uploader = open({ batch: "trip" });
		void uploader.add(sources(1, 50 * MIB));
		void uploader.pause();
		await run(1_000);
		void uploader.add(sources(2));
		await run(60_000);
		expect(uploader.progress.storedFiles).toBe(0);
		expect(uploader.file(2)?.state).toBe("paused");
		void uploader.resume();
		await run(60_000);
		expect(uploader.progress.storedFiles).toBe(3);
		expect(api.requests).toContain(`POST /api/batches/trip/pause Bearer ${CREDENTIAL}`);
	});

	it("pauses and resumes one file", async () => {
		const uploader = open();
		void uploader.add(sources(2, 10 * MIB));
		await run(0);
		void uploader.pause(1);
		await run(60_000);
		expect([uploader.file(1)?.state, uploader.file(2)?.state]).toEqual(["paused", "stored"]);
		void uploader.resume(1);
		await run(60_000);
		expect(uploader.file(1)?.state).toBe("stored");
	});

	it("cancels a file, and sends it on retry", async () => {
		const uploader = open();
		void uploader.add(sources(2, 10 * MIB));
		await run(0);
		void uploader.cancel(1);
		await run(60_000);
		expect(uploader.file(1)?.state).toBe("cancelled");
		expect(uploader.progress).toMatchObject({ removedFiles: 1, storedFiles: 1, bytes: 10 * MIB });
		expect(reported().at(-1)).toBe("finished");
		void uploader.retry(1);
		await run(60_000);
		expect(uploader.progress).toMatchObject({ removedFiles: 0, storedFiles: 2, bytes: 20 * MIB });
	});

	it("reports sent and stored bytes, the speed and the time left", async () => {
		const uploader = open({ bytesPerSecond: MIB });
		void uploader.add(sources(1, 100 * MIB));
		await run(30_000);
		const { sent, stored, bytes, bytesPerSecond, msLeft } = uploader.progress;
		expect(stored).toBeGreaterThan(25 * MIB);
		expect(sent).toBeGreaterThanOrEqual(stored);
		expect(bytesPerSecond / MIB).toBeGreaterThan(0.5);
		expect(bytesPerSecond / MIB).toBeLessThan(2);
		expect(msLeft).toBeCloseTo(((bytes - stored) * 1000) / bytesPerSecond, 3);
	});

	it("reports why it waits, and when it goes on", async () => {
		store = new FakeStore(clock, chance(1), { ...NONE, requestLost: 1 });
		const uploader = open();
		void uploader.add(sources(1));
		await run(60);
		await settle();
		expect(uploader.progress.waiting).toMatchObject({ why: "unanswered" });
		await run(2_000);
		expect(reported()).toEqual(expect.arrayContaining(["announced", "waiting", "going-on"]));
		uploader.close();
		expect(uploader.progress.storedFiles).toBe(0);
	});

	it("ends its events when it is closed", async () => {
		const uploader = open();
		const reading = uploader.events().next();
		uploader.close();
		expect(await reading).toEqual({ done: true, value: undefined });
	});
});
