import { beforeEach, describe, expect, it } from "vitest";
import { MAX_TRIES, UploadEngine } from "../../../client/sending/upload-engine.ts";
import { problem } from "../../../src/protocol/problem.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeServer } from "../support/fake-server.ts";

let clock: FakeClock;
let server: FakeServer;
let told: string[];
let online: boolean;
let unreadable: Set<string>;
let sent: Map<number, number>;
let engine: UploadEngine;

beforeEach(() => {
	clock = new FakeClock();
	server = new FakeServer();
	told = [];
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
			kept: (n, bytes) => told.push(`kept ${bytes} of ${n}`),
			stored: (n) => told.push(`stored ${n}`),
			gone: (n) => told.push(`gone ${n}`),
			parked: (n) => told.push(`parked ${n}`),
			failed: (n, code) => told.push(`failed ${n} ${code}`),
			waiting: (why, until) => told.push(`${why} for ${until - clock.now()}`),
			goingOn: () => told.push("going on"),
			sessionEnded: () => told.push("session ended"),
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
	it("sends a few forms at once and tells of every file", async () => {
		engine.add("drop", files(200));
		await settle();
		expect(server.next()).toMatchObject({ method: "POST", path: "/api/batches/drop/files" });
		await acceptAll();
		expect(told).toHaveLength(200);
		expect(new Set(told).size).toBe(200);
		expect(engine.busy).toBe(false);
	});

	it("sends a file of no bytes", async () => {
		engine.add("drop", files(1, 0));
		await settle();
		await acceptAll();
		expect(told).toEqual(["stored 1"]);
	});

	it("sends a large file alone, with its number in the address", async () => {
		const [one] = files(1, 5_000_000);
		engine.add("drop", one ? [one] : []);
		await settle();
		expect(server.next()).toMatchObject({ method: "PUT", path: "/api/files/1" });
		await acceptAll();
		expect(told).toEqual(["stored 1"]);
	});

	it("shares out the bytes that left among the files of a form", async () => {
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

	it("obeys 429 and goes on by itself", async () => {
		engine.add("drop", files(3));
		await settle();
		server.next().answer(429, problem("rate-limited", "Slow down."), "3");
		await settle();
		expect(told[0]).toMatch(/^asked for 3\d\d\d/);
		await clock.advance(2_999);
		expect(server.open).toHaveLength(0);
		await clock.advance(1_000);
		await acceptAll();
		expect(told.slice(1)).toEqual(["going on", "stored 1", "stored 2", "stored 3"]);
	});

	it("obeys 503 with Retry-After in the same way", async () => {
		engine.add("drop", files(1));
		await settle();
		server.next().answer(503, problem("storage-failed", "Later."), "1");
		await settle();
		expect(told[0]).toMatch(/^asked for 1/);
		await clock.advance(2_000);
		await acceptAll();
		expect(told).toContain("stored 1");
	});

	it("never gives up while nobody answers, however long that lasts", async () => {
		engine.add("drop", files(2));
		await settle();
		for (let round = 0; round < 50; round++) {
			await settle();
			if (server.open.length > 0) server.next().lose();
			await clock.advance(40_000);
		}
		expect(told.filter((line) => line.startsWith("failed"))).toEqual([]);
		await acceptAll();
		expect(told).toContain("stored 2");
	});

	it("waits while the browser is offline, and starts at once when it is told that the network is back", async () => {
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

	it("keeps to what the server asked for, whoever is looking", async () => {
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

	it("fails a file that vanished with a sentence, and sends the others of its form", async () => {
		unreadable.add("2.jpg");
		engine.add("drop", files(3));
		await settle();
		server.next().lose();
		await settle();
		expect(told).toEqual(["failed 2 unreadable"]);
		expect(server.next().numbers).toEqual([1, 3]);
	});

	it("tries a file alone after the server broke over it, and gives up on that one only", async () => {
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
		expect(told.sort()).toEqual(["failed 2 upload-failed", "stored 1", "stored 3"]);
		expect(server.requests.filter(({ numbers }) => numbers.includes(2))).toHaveLength(MAX_TRIES);
	});

	it("takes each file's own outcome from a form", async () => {
		engine.add("drop", files(4));
		await settle();
		server.next().accept({
			2: problem("already-stored", "It is there."),
			3: problem("too-large", "No."),
			4: problem("storage-failed", "Not now."),
		});
		await settle();
		expect(told).toEqual(["stored 1", "stored 2", "failed 3 too-large"]);
		await clock.advance(5_000);
		expect(server.next().numbers).toEqual([4]);
	});

	it("does not send what was removed while it waited", async () => {
		engine.add("drop", files(1, 5_000_000));
		await settle();
		engine.add(
			"other",
			files(200).map(({ n, file }) => ({ n: n + 100, file })),
		);
		await settle();
		for (let n = 101; n <= 300; n++) engine.drop(n);
		await acceptAll();
		const sentLater = server.requests.flatMap(({ numbers }) => numbers).filter((n) => n > 175);
		expect(sentLater).toEqual([]);
	});

	it("tells when the session is gone", async () => {
		engine.add("drop", files(1));
		await settle();
		server.next().answer(401, problem("unauthorized", "Who?"));
		await settle();
		expect(told).toEqual(["session ended"]);
	});

	it("forgets everything when it is told to", async () => {
		engine.add("drop", files(200));
		await settle();
		engine.clear();
		await settle();
		expect(server.open).toHaveLength(0);
		expect(engine.busy).toBe(false);
		engine.add("drop", files(1));
		await settle();
		await acceptAll();
		expect(told).toEqual(["stored 1"]);
	});
});
