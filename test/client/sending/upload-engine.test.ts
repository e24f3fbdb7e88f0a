import { beforeEach, describe, expect, it } from "vitest";
import { MAX_TRIES, UploadEngine } from "../../../client/sending/upload-engine.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeServer } from "../support/fake-server.ts";

let clock: FakeClock;
let server: FakeServer;
let reported: string[];
let online: boolean;
let unreadable: Set<string>;
let sent: Map<number, number>;
let engine: UploadEngine;

beforeEach(() => {
	clock = new FakeClock();
	server = new FakeServer();
	reported = [];
	online = true;
	unreadable = new Set();
	sent = new Map();
	engine = new UploadEngine(
		{
			send: server.send,
			clock,
			online: () => online,
			isReadable: async (blob) => !(blob instanceof File && unreadable.has(blob.name)),
		},
		{
			sent: (n, bytes) => sent.set(n, bytes),
			confirmed: (n, bytes) => reported.push(`confirmed ${bytes} of ${n}`),
			stored: (n) => reported.push(`stored ${n}`),
			gone: (n) => reported.push(`gone ${n}`),
			stopped: (n) => reported.push(`stopped ${n}`),
			failed: (n, { code }) => reported.push(`failed ${n} ${code}`),
			waiting: (why, until) => reported.push(`${why} for ${until - clock.now()}`),
			waitEnded: () => reported.push("going on"),
			sessionEnded: () => reported.push("session ended"),
		},
	);
});

function files(count: number, size = 10) {
	return Array.from({ length: count }, (_, at) => ({
		n: at + 1,
		file: new File(["x".repeat(size)], `${at + 1}.jpg`),
	}));
}

/** Answers every request until none is under way. */
async function acceptAll(): Promise<void> {
	for (await settle(); server.open.length > 0; await settle()) server.next().accept();
}

describe("the engine", () => {
	it("sends a few forms at once and reports every file", async () => {
		engine.add("drop", files(200));
		await settle();
		expect(server.next()).toMatchObject({ method: "POST", path: "/api/batches/drop/files" });
		await acceptAll();
		expect(reported).toHaveLength(200);
		expect(new Set(reported).size).toBe(200);
		expect(engine.busy).toBe(false);
	});

	it("sends an empty file", async () => {
		engine.add("drop", files(1, 0));
		await settle();
		await acceptAll();
		expect(reported).toEqual(["stored 1"]);
	});

	it("sends a large file alone, with its number in the path", async () => {
		const [one] = files(1, 5_000_000);
		engine.add("drop", one ? [one] : []);
		await settle();
		expect(server.next()).toMatchObject({ method: "PUT", path: "/api/files/1" });
		await acceptAll();
		expect(reported).toEqual(["stored 1"]);
	});

	it("attributes the sent bytes of a form to its files", async () => {
		engine.add("drop", files(3, 100));
		await settle();
		server.next().progress(150);
		expect([...sent]).toEqual([
			[1, 100],
			[2, 50],
		]);
		server.next().progress(9999);
		expect([...sent.values()]).toEqual([100, 100, 100]);
	});

	it("honours Retry-After of a 429", async () => {
		engine.add("drop", files(3));
		await settle();
		server.next().answer(429, problem("rate-limited", "Slow down."), "3");
		await settle();
		expect(reported[0]).toMatch(/^asked for 3\d\d\d/);
		await clock.advance(2_999);
		expect(server.open).toHaveLength(0);
		await clock.advance(1_000);
		await acceptAll();
		expect(reported.slice(1)).toEqual(["going on", "stored 1", "stored 2", "stored 3"]);
	});

	it("honours Retry-After of a 503", async () => {
		engine.add("drop", files(1));
		await settle();
		server.next().answer(503, problem("storage-failed", "Later."), "1");
		await settle();
		expect(reported[0]).toMatch(/^asked for 1/);
		await clock.advance(2_000);
		await acceptAll();
		expect(reported).toContain("stored 1");
	});

	it("never gives up while there is no answer", async () => {
		engine.add("drop", files(2));
		await settle();
		for (let round = 0; round < 50; round++) {
			await settle();
			if (server.open.length > 0) server.next().lose();
			await clock.advance(40_000);
		}
		expect(reported.filter((line) => line.startsWith("failed"))).toEqual([]);
		await acceptAll();
		expect(reported).toContain("stored 2");
	});

	it("waits while the browser is offline, and tries at once on wake", async () => {
		engine.add("drop", files(1));
		await settle();
		online = false;
		server.next().lose();
		await clock.advance(10_000);
		expect(server.open).toHaveLength(0);
		online = true;
		engine.wake();
		await settle();
		expect(server.open).toHaveLength(1);
	});

	it("keeps a wait that the server asked for, also on wake", async () => {
		engine.add("drop", files(1));
		await settle();
		server.next().answer(429, problem("rate-limited", "Slow down."), "9");
		await settle();
		engine.wake();
		await clock.advance(8_999);
		expect(server.open).toHaveLength(0);
		await clock.advance(1_000);
		expect(server.open).toHaveLength(1);
	});

	it("fails a file that vanished, and sends the others of its form", async () => {
		unreadable.add("2.jpg");
		engine.add("drop", files(3));
		await settle();
		server.next().lose();
		await settle();
		expect(reported).toEqual(["failed 2 unreadable"]);
		expect(server.next().numbers).toEqual([1, 3]);
	});

	it("retries a file alone after a 500, and gives up only on that one", async () => {
		engine.add("drop", files(3));
		await settle();
		for (let round = 0; round < 100 && engine.busy; round++) {
			await settle();
			for (const request of server.open) {
				if (request.numbers.includes(2)) request.answer(500);
				else request.accept();
			}
			await clock.advance(60_000);
		}
		expect(reported.sort()).toEqual(["failed 2 upload-failed", "stored 1", "stored 3"]);
		expect(server.requests.filter(({ numbers }) => numbers.includes(2))).toHaveLength(MAX_TRIES);
	});

	it("reads each file's outcome from a form's answer", async () => {
		engine.add("drop", files(4));
		await settle();
		server.next().accept({
			2: problem("already-stored", "It is there."),
			3: problem("too-large", "No."),
			4: problem("storage-failed", "Not now."),
		});
		await settle();
		expect(reported).toEqual(["stored 1", "stored 2", "failed 3 too-large"]);
		await clock.advance(5_000);
		expect(server.next().numbers).toEqual([4]);
	});

	it("does not send files that were forgotten while they waited", async () => {
		engine.add("drop", files(1, 5_000_000));
		await settle();
		engine.add(
			"other",
			files(200).map(({ n, file }) => ({ n: n + 100, file })),
		);
		await settle();
		for (let n = 101; n <= 300; n++) engine.forget(n);
		await acceptAll();
		const sentLater = server.requests.flatMap(({ numbers }) => numbers).filter((n) => n > 175);
		expect(sentLater).toEqual([]);
	});

	it("reports that the session has ended", async () => {
		engine.add("drop", files(1));
		await settle();
		server.next().answer(401, problem("unauthorized", "Who?"));
		await settle();
		expect(reported).toEqual(["session ended"]);
	});

	it("drops everything on clear", async () => {
		engine.add("drop", files(200));
		await settle();
		engine.clear();
		await settle();
		expect(server.open).toHaveLength(0);
		expect(engine.busy).toBe(false);
		engine.add("drop", files(1));
		await settle();
		await acceptAll();
		expect(reported).toEqual(["stored 1"]);
	});
});
