import { describe, expect, test } from "vitest";
import { type TestSession, testSession } from "../../support/fakes/test-session.ts";
import { type Chance, property } from "../../support/seed.ts";

/** The hashes of three different contents of ten bytes. */
const HASHES = ["a".repeat(64), "b".repeat(64), "c".repeat(64)] as const;

/**
 * A session, its storage, and Workers that write an object before they report it. Everything that may die does: the actor between
 * a command and its row, between a row and the deletion of the objects it freed, and during that deletion.
 */
class SharedObjects {
	testbed: TestSession = testSession();
	/** The objects in storage: the hash of each, by name. */
	readonly storage = new Map<string, string>();
	#named = 0;

	get #session() {
		return this.testbed.session;
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

	/** A Worker writes an object, with matching bytes or not, and reports it; it deletes the object if it is refused. */
	store(random: Chance): void {
		const file = 1 + random.below(this.testbed.model.lastFile + 1);
		const object = `o${++this.#named}`;
		const bytes = random.pick(HASHES);
		this.storage.set(object, bytes);
		const hash = random.below(3) > 0 ? { sha256: bytes } : {};
		const result = this.#session.execute({
			type: "store",
			arrivals: [{ object, size: 10, to: { file }, ...hash }],
		});
		if (!result.ok || !result.value.results[0]?.ok) this.storage.delete(object);
	}

	change(random: Chance): void {
		const file = 1 + random.below(this.testbed.model.lastFile + 1);
		const target = random.below(8) === 0 ? { key: random.pick(["k", "l"]) } : { file };
		if (random.below(3) === 0) this.#session.execute({ type: "remove", target });
		else this.#session.execute({ type: "verb", verb: random.pick(["cancel", "retry"]), target });
	}

	/** Deletes the freed objects; may die after any step. */
	sweep(random: Chance): void {
		for (const { id, entries } of this.testbed.store.deletions.pending()) {
			for (const object of entries) {
				if (random.below(10) === 0) {
					this.die();
					return;
				}
				this.storage.delete(String(object));
			}
			if (random.below(10) > 0) this.testbed.store.deletions.confirmDeleted(id);
		}
	}

	/** Loses all memory. Objects that no row refers to are left to the orphan collection. */
	die(): void {
		this.testbed = this.testbed.wake();
		const known = new Set(this.testbed.model.objects.values());
		for (const { entries } of this.testbed.store.deletions.pending())
			for (const object of entries) known.add(String(object));
		for (const object of this.storage.keys()) if (!known.has(object)) this.storage.delete(object);
	}

	/** Checks that every stored file has an object with the right bytes. */
	check(): void {
		const { model } = this.testbed;
		for (const [n, object] of model.objects) {
			expect(this.storage.has(object), `file ${n}`).toBe(true);
			const hash = model.objects.hashOf(n);
			if (hash === undefined) continue;
			expect(this.storage.get(object)).toBe(hash);
			expect([hash, undefined]).toContain(model.declared.get(n) ?? hash);
		}
	}

	/** Checks that storage has only objects of files. */
	checkClean(): void {
		this.#session.flush();
		for (const { id, entries } of this.testbed.store.deletions.pending()) {
			for (const object of entries) this.storage.delete(String(object));
			this.testbed.store.deletions.confirmDeleted(id);
		}
		expect(new Set(this.storage.keys())).toEqual(new Set(this.testbed.model.objects.values()));
	}
}

describe("files that share an object", () => {
	test("keep it exactly as long as one of them is left, whatever is cancelled, removed or dies", async () => {
		let shared = 0;
		await property(120, (random) => {
			const sharing = new SharedObjects();
			for (let step = 0; step < 80; step++) {
				const what = random.below(12);
				if (what < 4) sharing.announce(random);
				else if (what < 8) sharing.store(random);
				else if (what < 10) sharing.change(random);
				else if (what < 11) sharing.testbed.session.flush();
				else sharing.die();
				if (random.below(4) === 0) {
					sharing.testbed.session.flush();
					sharing.sweep(random);
				}
				sharing.check();
				const { objects } = sharing.testbed.model;
				for (const object of objects.values()) if (objects.filesOf(object).size > 1) shared += 1;
			}
			sharing.checkClean();
		});
		expect(shared).toBeGreaterThan(100);
	});
});
