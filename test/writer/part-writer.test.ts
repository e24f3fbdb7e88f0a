import { describe, expect, it } from "vitest";
import { MIB } from "../../src/protocol/limits.ts";
import { BufferBudget, PartBuffers } from "../../src/writer/part-buffers.ts";
import type { BodyDigest } from "../../src/writer/part-writer-deps.ts";
import { turn, UploadWorld } from "../support/fakes/upload-world.ts";
import { type Chance, property } from "../support/seed.ts";

const PART = 8;

function bytesOf(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

/** A body in chunks; optionally throws, like a lost connection, after `cutAfter` bytes. */
async function* body(
	bytes: Uint8Array,
	piece = 3,
	cutAfter = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += piece) {
		if (at + piece > cutAfter) {
			yield bytes.subarray(at, cutAfter);
			throw new Error("the connection was lost");
		}
		yield bytes.subarray(at, at + piece);
	}
	if (cutAfter <= bytes.length) throw new Error("the connection was lost");
}

async function begin(length: number | null) {
	const world = new UploadWorld();
	const id = await world.create({ length }, PART);
	return { world, id };
}

async function send(
	world: UploadWorld,
	id: number,
	offset: number,
	chunks: AsyncIterable<Uint8Array>,
	digest?: BodyDigest,
) {
	const grant = await world.lease(id, offset, digest ? 1000 : null);
	if (!grant.ok) throw new Error(grant.problem.detail);
	return world.write(grant.value, chunks, digest);
}

/** What is in storage once the deletion queue is empty. */
async function left(world: UploadWorld) {
	await world.sweep();
	return {
		objects: [...world.store.objects.values()].map((bytes) => [...bytes]),
		open: world.store.multiparts.size,
	};
}

describe("a body", () => {
	it.each([0, 1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 3, 200 * PART + 5])(
		"of %d bytes in one request leaves one object and nothing else",
		async (length) => {
			const { world, id } = await begin(length);
			const written = await send(world, id, 0, body(bytesOf(length)));
			expect(written).toMatchObject({ ok: true, value: { offset: length, whole: true } });
			expect(await left(world)).toEqual({ objects: [[...bytesOf(length)]], open: 0 });
			expect(world.model.state.files.get(id)).toMatchObject({
				state: "queued",
				stored: length,
				size: length,
			});
		},
	);

	it("that is cut off anywhere keeps what arrived, and a second request completes it", async () => {
		const length = 3 * PART + 4;
		const bytes = bytesOf(length);
		for (let cut = 0; cut <= length; cut++) {
			const { world, id } = await begin(length);
			await send(world, id, 0, body(bytes, 3, cut));
			const seen = await world.see(id);
			expect(seen).toMatchObject({ ok: true, value: { offset: cut } });
			if (cut < length) await send(world, id, cut, body(bytes.subarray(cut), 5));
			expect(await left(world)).toEqual({ objects: [[...bytes]], open: 0 });
		}
	});

	it("that is too long is refused, and what was stored before stays intact", async () => {
		const { world, id } = await begin(20);
		await send(world, id, 0, body(bytesOf(20).subarray(0, 6)));
		const long = await send(world, id, 6, body(bytesOf(40).subarray(6), 7));
		expect(long).toMatchObject({ ok: false, problem: { status: 413 } });
		const seen = await world.see(id);
		if (!seen.ok) throw new Error(seen.problem.detail);
		await send(world, id, seen.value.offset, body(bytesOf(20).subarray(seen.value.offset)));
		expect(await left(world)).toEqual({ objects: [[...bytesOf(20)]], open: 0 });
	});

	it.each([true, false])("with a checksum is stored whole or not at all (%s)", async (matches) => {
		const { world, id } = await begin(50);
		const digest = { update: async () => {}, matches: async () => matches };
		const written = await send(world, id, 0, body(bytesOf(30)), digest);
		expect(written.ok).toBe(matches);
		if (!written.ok) expect(written.problem.status).toBe(460);
		expect(await world.see(id)).toMatchObject({ value: { offset: matches ? 30 : 0 } });
		const offset = matches ? 30 : 0;
		await send(world, id, offset, body(bytesOf(50).subarray(offset)));
		expect(await left(world)).toEqual({ objects: [[...bytesOf(50)]], open: 0 });
	});

	it("of unknown length grows until its length is announced", async () => {
		const { world, id } = await begin(null);
		await send(world, id, 0, body(bytesOf(21)));
		const grant = await world.uploads.get(id);
		expect(grant?.length).toBeNull();
		expect(await world.see(id)).toMatchObject({ value: { offset: 21, length: null } });
	});

	it("stops when the file is paused, and keeps what arrived until then", async () => {
		const { world, id } = await begin(10 * PART);
		const bytes = bytesOf(10 * PART);
		async function* pausing(): AsyncGenerator<Uint8Array> {
			for await (const piece of body(bytes.subarray(0, 4 * PART))) yield piece;
			for (let count = 0; count < 20; count++) await turn();
			world.session.execute({ type: "verb", verb: "pause", target: { file: id } });
			for await (const piece of body(bytes.subarray(4 * PART))) {
				await turn();
				yield piece;
			}
		}
		const written = await send(world, id, 0, pausing());
		expect(written).toMatchObject({ ok: false, problem: { status: 423 } });
		const seen = await world.see(id);
		if (!seen.ok) throw new Error(seen.problem.detail);
		expect(seen.value.offset).toBeGreaterThanOrEqual(4 * PART);
		expect(await world.lease(id, seen.value.offset)).toMatchObject({ ok: false, problem: { status: 423 } });
		world.session.execute({ type: "verb", verb: "resume", target: { file: id } });
		await send(world, id, seen.value.offset, body(bytes.subarray(seen.value.offset)));
		expect(await left(world)).toEqual({ objects: [[...bytes]], open: 0 });
	});
});

/** Delays every call at random, and now and then kills the actor in the middle of one. */
function disturb(world: UploadWorld, random: Chance, deaths: number): { left: number } {
	const budget = { left: deaths };
	const gate = async () => {
		for (let turns = random.below(4); turns > 0; turns--) await turn();
		if (budget.left > 0 && random.below(12) === 0) {
			budget.left -= 1;
			world.kill();
		}
	};
	world.gate = gate;
	world.store.gate = gate;
	return budget;
}

/** A realistic client: gets the offset, sends from there, loses its connection or its patience, and comes back. */
async function uploadAll(
	world: UploadWorld,
	id: number,
	bytes: Uint8Array,
	random: Chance,
): Promise<Promise<unknown>[]> {
	const writers: Promise<unknown>[] = [];
	let known = 0;
	for (let tries = 0; tries < 200; tries++) {
		world.time.now += random.below(20_000);
		try {
			const seen = await world.see(id);
			if (!seen.ok) {
				if (seen.problem.code === "already-stored") return writers;
				continue;
			}
			expect(seen.value.offset, "stored bytes are never lost").toBeGreaterThanOrEqual(known);
			known = seen.value.offset;
			if (seen.value.whole) return writers;
			const grant = await world.lease(id, known);
			if (!grant.ok) continue;
			const rest = bytes.subarray(known, known + 1 + random.below(bytes.length));
			const cut = random.below(3) === 0 ? random.below(rest.length + 1) : Number.POSITIVE_INFINITY;
			// One in five dies for good, in the middle of reporting what it stored.
			const dies = world.mayDie && random.below(5) === 0 ? random.below(4) : Number.POSITIVE_INFINITY;
			const writing = world.write(grant.value, body(rest, 1 + random.below(9), cut), undefined, dies);
			writers.push(writing);
			if (random.below(4) > 0 && dies === Number.POSITIVE_INFINITY) await settle([writing]);
			// Else the client has lost patience, and the abandoned writer continues for as long as the session lets it.
			else for (let turns = random.below(30); turns > 0; turns--) await turn();
		} catch (error) {
			if (!String(error).includes("was killed")) throw error;
		}
	}
	throw new Error("the upload never finished");
}

/** Waits for all writers; throws if one hangs. */
async function settle(writers: readonly Promise<unknown>[]): Promise<void> {
	let isDone = false;
	void Promise.allSettled(writers).then(() => {
		isDone = true;
	});
	for (let turns = 0; turns < 5000 && !isDone; turns++) await turn();
	if (!isDone) throw new Error("a writer hangs");
}

describe("an upload whose parts R2 fails to assemble", () => {
	it("is completed by the alarm, also after the actor was restarted; the wake time is never in the past", async () => {
		for (const dies of [false, true]) {
			const { world, id } = await begin(3 * PART);
			const complete = world.store.complete.bind(world.store);
			const wakeTimes: (number | undefined)[] = [];
			world.store.complete = async () => {
				wakeTimes.push(world.wish());
				throw new Error("R2 fails");
			};
			const written = await send(world, id, 0, body(bytesOf(3 * PART)));
			expect(written).toMatchObject({ ok: false, problem: { code: "storage-failed" } });
			world.store.complete = complete;
			if (dies) world.kill();
			wakeTimes.push(world.wish());
			for (const wakeAt of wakeTimes) expect(wakeAt).toBeGreaterThanOrEqual(world.time.now);
			world.time.now = wakeTimes.at(-1) ?? 0;
			expect(await world.ring()).toBe(false);
			expect(world.model.state.files.get(id)).toMatchObject({ state: "queued", stored: 3 * PART });
			expect(await left(world)).toEqual({ objects: [[...bytesOf(3 * PART)]], open: 0 });
			expect(world.wish()).toBeUndefined();
		}
	});
});

describe("the buffers of an isolate", () => {
	it("limit how many writers start, and how many buffers each gets, and are returned", () => {
		const budget = new BufferBudget();
		const size = 8 * MIB;
		const first = Array.from({ length: 20 }, () => new PartBuffers(budget, size));
		expect(first.filter((buffers) => buffers.reserveFirst())).toHaveLength(12);
		expect(first[0]?.acquire()).toBeInstanceOf(Uint8Array);
		expect(first[0]?.acquire()).toBeUndefined();
		for (const buffers of first) buffers.releaseAll();
		const alone = new PartBuffers(budget, size);
		expect(alone.reserveFirst()).toBe(true);
		for (let count = 0; count < 8; count++) expect(alone.acquire()).toBeInstanceOf(Uint8Array);
		expect(alone.acquire()).toBeUndefined();
		// A small body takes a small buffer: a thousand of them fit.
		alone.releaseAll();
		const small = Array.from({ length: 1000 }, () => new PartBuffers(budget, 50_000));
		expect(small.every((buffers) => buffers.reserveFirst())).toBe(true);
	});
});

describe("writers and actors that die at any await", () => {
	it("lose nothing and store nothing twice", async () => {
		await property(120, async (random) => {
			const length = random.below(12 * PART);
			const bytes = bytesOf(length);
			const world = new UploadWorld();
			const id = await world.create({ length }, PART);
			disturb(world, random, random.below(6));
			world.mayDie = true;
			const writers = await uploadAll(world, id, bytes, random);
			for (let turns = 0; turns < 200; turns++) await turn();
			expect(writers.length).toBeGreaterThan(0);
			world.kill();
			const file = world.model.state.files.get(id);
			expect(file).toMatchObject({ state: "queued", stored: length, size: length });
			const object = world.model.objects.get(id) ?? "";
			expect([...(world.store.objects.get(object) ?? [])]).toEqual([...bytes]);
		});
	});

	it("survive storage that fails now and then, before or after carrying out a call", async () => {
		await property(120, async (random) => {
			const length = random.below(12 * PART);
			const bytes = bytesOf(length);
			const world = new UploadWorld();
			const id = await world.create({ length }, PART);
			disturb(world, random, 0);
			const often = 2 + random.below(8);
			world.store.gate = async () => {
				await turn();
				if (random.below(often) === 0) throw new Error("storage fails");
			};
			await settle(await uploadAll(world, id, bytes, random));
			const object = world.model.objects.get(id) ?? "";
			expect([...(world.store.objects.get(object) ?? [])]).toEqual([...bytes]);
		});
	});

	it("leave nothing behind when connections are lost and clients lose patience", async () => {
		await property(120, async (random) => {
			const length = random.below(12 * PART);
			const bytes = bytesOf(length);
			const world = new UploadWorld();
			const id = await world.create({ length }, PART);
			disturb(world, random, 0);
			const writers = await uploadAll(world, id, bytes, random);
			await settle(writers);
			expect(await left(world)).toEqual({ objects: [[...bytes]], open: 0 });
		});
	});
});
