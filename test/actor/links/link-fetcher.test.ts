import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { LinkWorld } from "../../support/fakes/link-world.ts";
import { type BadServer, STORED_BYTES, startBadServer } from "../../support/server/bad-server.ts";

let server: BadServer | undefined;
let world: LinkWorld;
beforeEach(async () => {
	await server?.close();
	server = await startBadServer();
	world = new LinkWorld();
});
afterAll(() => server?.close());

function at(path: string): string {
	return `${server?.url}${path}`;
}

describe("links of a session", () => {
	it("become stored files that wait to be read", async () => {
		world.announce(at("/sound.bin"), at("/chunked.bin"), at("/empty.bin"), at("/named"));
		expect(world.file(1)).toMatchObject({ state: "expected", name: "sound.bin", host: "127.0.0.1" });
		await world.settle();
		for (const n of [1, 2, 4]) {
			expect(world.file(n)).toMatchObject({ state: "queued", size: STORED_BYTES.length, attempt: 0 });
			expect(world.bytes(n)).toEqual(STORED_BYTES);
		}
		expect(world.file(3)).toMatchObject({ state: "queued", size: 0 });
		expect(world.file(4)?.name).toBe("café.bin");
		expect(world.wakeAt()).toBeUndefined();
	});

	it("report why and when they are retried, and resume where they stopped", async () => {
		world.announce(at("/half.bin"));
		await world.settle();
		expect(world.file(1)).toMatchObject({
			state: "retrying",
			attempt: 1,
			problem: { code: "link-broken" },
			retryAt: world.wakeAt(),
		});
		const { stored = 0 } = world.file(1) ?? {};
		expect(stored).toBeGreaterThan(0);
		await world.settleForGood();
		expect(world.file(1)).toMatchObject({ state: "queued" });
		expect(world.file(1)).not.toHaveProperty("problem");
		expect(world.bytes(1)).toEqual(STORED_BYTES);
		expect(server?.asked).toEqual(["/half.bin -", `/half.bin bytes=${stored}-`]);
	});

	it("start over when the server does not support ranges, and when its bytes have changed", async () => {
		world.announce(at("/half-no-range.bin"), at("/changes.bin"));
		await world.settleForGood();
		expect(world.bytes(1)).toEqual(STORED_BYTES);
		expect(world.file(2)).toMatchObject({ state: "queued", size: 5 });
		expect(new TextDecoder().decode(world.bytes(2))).toBe("other");
		const known = [1, 2].map((n) => world.model.objects.get(n));
		await processDeletions();
		expect([...world.store.objects.keys()].sort()).toEqual(known.sort());
	});

	it("fail with the reason when every attempt fails, and leave nothing behind", async () => {
		world.announce(at("/never.bin"), at("/gone.bin"), at("/loop"), at("/huge.bin"));
		await world.settleForGood();
		const codes = [1, 2, 3, 4].map((n) => [world.file(n)?.state, world.file(n)?.problem?.code]);
		expect(codes).toEqual([
			["failed", "link-broken"],
			["failed", "link-gone"],
			["failed", "link-loop"],
			["failed", "link-too-large"],
		]);
		expect(server?.asked.filter((asked) => asked.startsWith("/never.bin"))).toHaveLength(3);
	});

	it("to a page about a film keep its metadata, and say that there is no file", async () => {
		world.announce(at("/watch"));
		await world.settle();
		expect(world.file(1)).toMatchObject({
			state: "failed",
			name: "Honest progress",
			kind: "video",
			problem: { code: "link-no-media" },
		});
		expect(world.facts.get(1)?.summary.map(({ name, text }) => [name, text])).toContainEqual([
			"author",
			"Ada",
		]);
	});

	it("are fetched a few at a time, in order", async () => {
		world.announce(...Array.from({ length: 5 }, (_, index) => at(`/silent.bin?${index}`)));
		world.start();
		const states = () => [1, 2, 3, 4, 5].map((n) => world.file(n)?.state);
		expect(states()).toEqual(["uploading", "uploading", "uploading", "expected", "expected"]);
		world.session.execute({ type: "verb", verb: "cancel", target: "session" });
	});
});

describe("a kill", () => {
	it("during a fetch loses no stored bytes, whenever it happens", async () => {
		world.announce(at("/sound.bin"), at("/half.bin"), at("/chunked.bin"));
		for (let turns = 0; turns < 6; turns++) {
			world.start();
			for (let turn = 0; turn < turns * 5; turn++) await new Promise((resolve) => setImmediate(resolve));
			world.kill();
			// An attempt that was killed counts as an attempt, so retry as a user would.
			world.session.execute({ type: "verb", verb: "retry", target: "session" });
		}
		await world.settleForGood();
		for (const n of [1, 2, 3]) {
			expect(world.file(n)).toMatchObject({ state: "queued" });
			expect(world.bytes(n)).toEqual(STORED_BYTES);
		}
	});

	it("during every attempt fails the file with that reason", async () => {
		world.announce(at("/silent.bin"));
		for (let life = 0; life < 4; life++) {
			world.start();
			world.session.flush();
			world.kill();
		}
		expect(world.file(1)).toMatchObject({ state: "failed", problem: { code: "interrupted" } });
	});
});

describe("a user", () => {
	it("pauses and resumes a link", async () => {
		world.announce(at("/half.bin"));
		await world.settle();
		world.session.execute({ type: "verb", verb: "pause", target: { file: 1 } });
		expect(world.wakeAt()).toBeUndefined();
		world.session.execute({ type: "verb", verb: "resume", target: { file: 1 } });
		await world.settleForGood();
		expect(world.bytes(1)).toEqual(STORED_BYTES);
	});

	it("removes a link while it is being fetched, and nothing of it remains", async () => {
		world.announce(at("/endless.bin"));
		world.start();
		world.session.execute({ type: "remove", target: { file: 1 } });
		await world.settle();
		await processDeletions();
		expect(world.file(1)).toBeUndefined();
		expect(world.model.links.size).toBe(0);
		expect([...world.store.objects.keys()]).toEqual([]);
	});
});

async function processDeletions(): Promise<void> {
	world.session.flush();
	for (const { entries } of world.deletions.pending())
		for (const item of entries)
			await (typeof item === "string" ? world.store.remove(item) : world.store.discard(item));
}
