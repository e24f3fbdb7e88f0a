import { describe, expect, it } from "vitest";
import { turn, UploadWorld } from "../support/fakes/upload-world.ts";
import { type Chance, property } from "../support/seed.ts";
import { begin, body, bytesOf, left, PART, send } from "./write-body.ts";

describe("a body", () => {
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
