import { describe, expect, test } from "vitest";
import { type TestSession, testSession } from "../../support/fakes/test-session.ts";
import { type Chance, property } from "../../support/seed.ts";

/** Three different contents of ten bytes; a hash is their name. */
const HASHES = ["a".repeat(64), "b".repeat(64), "c".repeat(64)] as const;

/**
 * A session, its storage, and the Workers that put before they tell. Whoever may die does: the actor between a command
 * and its row, between a row and the removal of what it frees, and in the middle of that.
 */
class SharingWorld {
	world: TestSession = testSession();
	/** What lies in storage, by name: its hash. */
	readonly storage = new Map<string, string>();
	#named = 0;

	get #session() {
		return this.world.session;
	}

	announce(random: Chance): void {
		const entries = Array.from({ length: 1 + random.below(3) }, () => ({
			name: "x",
			size: 10,
			...(random.below(4) > 0 && { sha256: random.pick(HASHES) }),
		}));
		const hash = String(random.below(1_000_000));
		this.#session.execute({ type: "announce", key: random.pick(["k", "l"]), entries, hash });
	}

	/** A Worker puts bytes, right or wrong ones, and tells; what is refused it removes. */
	store(random: Chance): void {
		const file = 1 + random.below(this.world.model.lastFile + 1);
		const object = `o${++this.#named}`;
		const bytes = random.pick(HASHES);
		this.storage.set(object, bytes);
		const hash = random.below(3) > 0 ? { sha256: bytes } : {};
		const told = this.#session.execute({
			type: "store",
			arrivals: [{ object, size: 10, to: { file }, ...hash }],
		});
		if (!told.ok || !told.value.results[0]?.ok) this.storage.delete(object);
	}

	change(random: Chance): void {
		const file = 1 + random.below(this.world.model.lastFile + 1);
		const target = random.below(8) === 0 ? { key: random.pick(["k", "l"]) } : { file };
		if (random.below(3) === 0) this.#session.execute({ type: "remove", target });
		else this.#session.execute({ type: "verb", verb: random.pick(["cancel", "retry"]), target });
	}

	/** Removes what was freed; may die after any step. */
	sweep(random: Chance): void {
		for (const { id, entries } of this.world.store.deletions.pending()) {
			for (const object of entries) {
				if (random.below(10) === 0) {
					this.die();
					return;
				}
				this.storage.delete(String(object));
			}
			if (random.below(10) > 0) this.world.store.deletions.confirmDeleted(id);
		}
	}

	/** All in memory is gone. What no row knows is what the sweep for orphans finds later. */
	die(): void {
		this.world = this.world.wake();
		const known = new Set(this.world.model.objects.values());
		for (const { entries } of this.world.store.deletions.pending())
			for (const object of entries) known.add(String(object));
		for (const object of this.storage.keys()) if (!known.has(object)) this.storage.delete(object);
	}

	/** Every file that has bytes has them, and the right ones. */
	check(): void {
		const { model } = this.world;
		for (const [n, object] of model.objects) {
			expect(this.storage.has(object), `file ${n}`).toBe(true);
			const hash = model.objects.hashOf(n);
			if (hash === undefined) continue;
			expect(this.storage.get(object)).toBe(hash);
			expect([hash, undefined]).toContain(model.declared.get(n) ?? hash);
		}
	}

	/** Nothing lies in storage but what files have. */
	checkClean(): void {
		this.#session.flush();
		for (const { id, entries } of this.world.store.deletions.pending()) {
			for (const object of entries) this.storage.delete(String(object));
			this.world.store.deletions.confirmDeleted(id);
		}
		expect(new Set(this.storage.keys())).toEqual(new Set(this.world.model.objects.values()));
	}
}

describe("files that share an object", () => {
	test("keep it while one of them is left and not longer, whatever is cancelled, removed or dies when", async () => {
		let shared = 0;
		await property(120, (random) => {
			const sharing = new SharingWorld();
			for (let step = 0; step < 80; step++) {
				const what = random.below(12);
				if (what < 4) sharing.announce(random);
				else if (what < 8) sharing.store(random);
				else if (what < 10) sharing.change(random);
				else if (what < 11) sharing.world.session.flush();
				else sharing.die();
				if (random.below(4) === 0) {
					sharing.world.session.flush();
					sharing.sweep(random);
				}
				sharing.check();
				const { objects } = sharing.world.model;
				for (const object of objects.values()) if (objects.filesOf(object).size > 1) shared += 1;
			}
			sharing.checkClean();
		});
		expect(shared).toBeGreaterThan(100);
	});
});
