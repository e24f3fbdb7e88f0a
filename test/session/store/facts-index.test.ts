import { beforeEach, describe, expect, test } from "vitest";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { searchText } from "../../../src/session/search/search.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { type TestSession, testSession } from "../../support/fakes/test-session.ts";
import { property } from "../../support/seed.ts";

const factsOf = (title: string): Facts => ({
	kind: "image",
	format: { mime: "image/jpeg", label: "JPEG photo" },
	summary: title === "" ? [] : [{ name: "title", label: "Title", value: title, text: title, source: "XMP" }],
	groups: [],
	fields: 0,
	quality: { completeness: 1, present: [], missing: [], confidence: 1, reasons: [] },
	warnings: [],
	read: { bytes: 0, requests: 0 },
});

let world: TestSession;

beforeEach(() => {
	world = testSession();
});

const entry = (name: string) => ({ name, size: 5 });

/** Stores a file and begins to read it. */
function begin(name: string, key = "drop"): number {
	const { session } = world;
	const stored = session.execute({
		type: "store",
		arrivals: [{ object: `o-${name}`, size: 5, to: { key, entry: entry(name) } }],
	});
	const [outcome] = stored.ok ? stored.value.results : [];
	const n = outcome?.ok ? outcome.value : 0;
	session.execute({ type: "start", files: [n] });
	return n;
}

function complete(n: number, title: string): void {
	const { session, store } = world;
	store.facts.save(n, factsOf(title));
	const found = {
		stage: "complete",
		kind: "image",
		mime: "image/jpeg",
		fields: 1,
		took: 1,
		completeness: 1,
		confidence: 1,
		thumbnail: false,
	} as const;
	session.execute({ type: "complete", file: n, found });
}

function sources() {
	const { text, facts } = world.store;
	return { text, factsIndex: facts.index, state: world.session.state };
}

function found(query: string): number[] {
	const answer = searchText(world.sql, sources(), { query, limit: 50, offset: 0 });
	return answer.ok ? answer.value.hits.map(({ file }) => file).sort((a, b) => a - b) : [];
}

/** Throws when the index is broken, which words that were taken out of it and never in it do. */
function check(): void {
	if (world.store.facts.index.exists)
		world.sql.exec("INSERT INTO findable (findable) VALUES ('integrity-check')");
}

describe("photos that are found by what they tell", () => {
	test("are found once they are complete, with a snippet and no chunk", () => {
		const n = begin("a.jpg");
		expect(found("lamp")).toEqual([]);
		complete(n, "The harbour lamp");
		world.session.flush();
		// Nobody has searched for them yet, so nothing was written for that.
		expect(world.store.facts.index.exists).toBe(false);
		expect(found("lamps harbour")).toEqual([n]);
		const request = { query: "lamp", kind: "image", limit: 1, offset: 0 } as const;
		const answer = searchText(world.sql, sources(), request);
		expect(answer).toMatchObject({
			ok: true,
			value: { more: false, hits: [{ file: n, place: {}, snippet: "The harbour lamp", marks: [[12, 16]] }] },
		});
		expect(answer.ok && "chunk" in (answer.value.hits[0] ?? {})).toBe(false);
	});

	test("are found after a wake, and gone with their file or batch", () => {
		const [one, two, three] = [begin("1.jpg"), begin("2.jpg"), begin("3.jpg", "other")];
		for (const n of [one, two, three]) complete(n, "A lamp");
		world.session.flush();
		world = world.wake();
		expect(found("lamp")).toEqual([one, two, three]);
		world.session.execute({ type: "remove", target: { file: two } });
		world.session.flush();
		expect(found("lamp")).toEqual([one, three]);
		world.session.execute({ type: "remove", target: { key: "drop" } });
		world.session.flush();
		expect(found("lamp")).toEqual([three]);
		check();
		expect(world.sql.exec("SELECT n FROM facts")).toEqual([{ n: three }]);
	});

	test("make no index where none of them tells anything", () => {
		complete(begin("a.jpg"), "");
		world.session.flush();
		world = world.wake();
		expect(found("lamp")).toEqual([]);
		expect(world.store.facts.index.exists).toBe(false);
		expect(found("lamp")).toEqual([]);
	});

	test("may lie in a session from before they could be found", () => {
		const sql = new MemorySql();
		sql.exec("CREATE TABLE facts (n INTEGER PRIMARY KEY, body TEXT NOT NULL)");
		world = testSession(sql);
		const old = begin("old.jpg");
		sql.exec("INSERT INTO facts (n, body) VALUES (?, '{}')", old);
		complete(begin("new.jpg"), "A lamp");
		world.session.flush();
		world.session.execute({ type: "remove", target: { file: old } });
		world.session.flush();
		expect(found("lamp")).toEqual([old + 1]);
		check();
	});

	test("are in the index exactly while they are complete, whatever happens when", async () => {
		await property(40, (chance) => {
			world = testSession();
			const open: number[] = [];
			const done = new Set<number>();
			for (let step = 0; step < 40; step++) {
				const n = chance.pick(open.length > 0 ? open : [0]) ?? 0;
				switch (chance.below(7)) {
					case 0:
					case 1:
						open.push(begin(`${step}.jpg`));
						break;
					case 2:
						if (world.session.state.files.get(n)?.state === "processing") {
							complete(n, chance.pick(["A lamp", "lamp and boat", ""]));
							done.add(n);
						}
						break;
					case 3:
						world.session.execute({ type: "remove", target: { file: n } });
						done.delete(n);
						break;
					case 4:
						world.session.flush();
						break;
					case 5:
						found("boat");
						break;
					default:
						world.session.flush();
						world = world.wake();
				}
			}
			world.session.flush();
			const titled = world.sql
				.exec("SELECT n FROM facts WHERE words IS NOT NULL")
				.map(({ n }) => n as number);
			expect(found("lamp")).toEqual(titled.filter((n) => done.has(n)).sort((a, b) => a - b));
			check();
		});
	});
});
