import { beforeEach, describe, expect, test } from "vitest";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { searchText } from "../../../src/session/search/search.ts";
import { saveFacts } from "../../../src/session/store/facts-table.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { type TestLoop, testLoop } from "../../support/fakes/test-session.ts";
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

let world: TestLoop;

beforeEach(() => {
	world = testLoop();
});

const entry = (name: string) => ({ name, size: 5 });

/** Stores a file and begins to read it. */
function begin(name: string, key = "drop"): number {
	const { loop } = world;
	const stored = loop.do({
		type: "store",
		arrivals: [{ object: `o-${name}`, size: 5, to: { key, entry: entry(name) } }],
	});
	const [outcome] = stored.ok ? stored.value.outcomes : [];
	const n = outcome?.ok ? outcome.value : 0;
	loop.do({ type: "start", files: [n] });
	return n;
}

function complete(n: number, title: string): void {
	const { loop, sql } = world;
	saveFacts(sql, n, factsOf(title));
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
	loop.do({ type: "complete", file: n, found });
}

function found(query: string): number[] {
	const { loop, sql } = world;
	const { text, findable, model } = loop;
	const answer = searchText(sql, { text, findable, state: model.state }, { query, limit: 50, offset: 0 });
	return answer.ok ? answer.value.hits.map(({ file }) => file).sort((a, b) => a - b) : [];
}

/** Throws when the index is broken, which words that were taken out of it and never in it do. */
function check(): void {
	if (world.loop.findable.there) world.sql.exec("INSERT INTO findable (findable) VALUES ('integrity-check')");
}

describe("photos that are found by what they tell", () => {
	test("are found once they are complete, with a snippet and no chunk", () => {
		const n = begin("a.jpg");
		expect(found("lamp")).toEqual([]);
		complete(n, "The harbour lamp");
		world.loop.flush();
		// Nobody has searched for them yet, so nothing was written for that.
		expect(world.loop.findable.there).toBe(false);
		expect(found("lamps harbour")).toEqual([n]);
		const { text, findable, model } = world.loop;
		const answer = searchText(
			world.sql,
			{ text, findable, state: model.state },
			{ query: "lamp", kind: "image", limit: 1, offset: 0 },
		);
		expect(answer).toMatchObject({
			ok: true,
			value: { more: false, hits: [{ file: n, place: {}, snippet: "The harbour lamp", marks: [[12, 16]] }] },
		});
		expect(answer.ok && "chunk" in (answer.value.hits[0] ?? {})).toBe(false);
	});

	test("are found after a wake, and gone with their file or batch", () => {
		const [one, two, three] = [begin("1.jpg"), begin("2.jpg"), begin("3.jpg", "other")];
		for (const n of [one, two, three]) complete(n, "A lamp");
		world.loop.flush();
		world = world.wake();
		expect(found("lamp")).toEqual([one, two, three]);
		world.loop.do({ type: "remove", target: { file: two } });
		world.loop.flush();
		expect(found("lamp")).toEqual([one, three]);
		world.loop.do({ type: "remove", target: { key: "drop" } });
		world.loop.flush();
		expect(found("lamp")).toEqual([three]);
		check();
		expect(world.sql.exec("SELECT n FROM facts")).toEqual([{ n: three }]);
	});

	test("make no index where none of them tells anything", () => {
		complete(begin("a.jpg"), "");
		world.loop.flush();
		world = world.wake();
		expect(found("lamp")).toEqual([]);
		expect(world.loop.findable.there).toBe(false);
		expect(found("lamp")).toEqual([]);
	});

	test("may lie in a session from before they could be found", () => {
		const sql = new MemorySql();
		sql.exec("CREATE TABLE facts (n INTEGER PRIMARY KEY, body TEXT NOT NULL)");
		world = testLoop(sql);
		const old = begin("old.jpg");
		sql.exec("INSERT INTO facts (n, body) VALUES (?, '{}')", old);
		complete(begin("new.jpg"), "A lamp");
		world.loop.flush();
		world.loop.do({ type: "remove", target: { file: old } });
		world.loop.flush();
		expect(found("lamp")).toEqual([old + 1]);
		check();
	});

	test("are in the index exactly while they are complete, whatever happens when", async () => {
		await property(40, (chance) => {
			world = testLoop();
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
						if (world.loop.model.state.files.get(n)?.state === "processing") {
							complete(n, chance.pick(["A lamp", "lamp and boat", ""]));
							done.add(n);
						}
						break;
					case 3:
						world.loop.do({ type: "remove", target: { file: n } });
						done.delete(n);
						break;
					case 4:
						world.loop.flush();
						break;
					case 5:
						found("boat");
						break;
					default:
						world.loop.flush();
						world = world.wake();
				}
			}
			world.loop.flush();
			const titled = world.sql
				.exec("SELECT n FROM facts WHERE words IS NOT NULL")
				.map(({ n }) => n as number);
			expect(found("lamp")).toEqual(titled.filter((n) => done.has(n)).sort((a, b) => a - b));
			check();
		});
	});
});
