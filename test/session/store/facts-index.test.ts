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

let testbed: TestSession;

beforeEach(() => {
	testbed = testSession();
});

const entry = (name: string) => ({ name, size: 5 });

/** Stores a file and starts reading it. */
function begin(name: string, key = "drop"): number {
	const { session } = testbed;
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
	const { session, store } = testbed;
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
	const { text, facts } = testbed.store;
	return { text, factsIndex: facts.index, state: testbed.session.state };
}

function found(query: string): number[] {
	const answer = searchText(testbed.sql, sources(), { query, limit: 50, offset: 0 });
	return answer.ok ? answer.value.hits.map(({ file }) => file).sort((a, b) => a - b) : [];
}

/** Throws when the index is corrupt, for instance because words were deleted that it never had. */
function check(): void {
	if (testbed.store.facts.index.exists)
		testbed.sql.exec("INSERT INTO findable (findable) VALUES ('integrity-check')");
}

describe("photos that are found by their facts", () => {
	test("are found once they are completed, with a snippet and no chunk", () => {
		const n = begin("a.jpg");
		expect(found("lamp")).toEqual([]);
		complete(n, "The harbour lamp");
		testbed.session.flush();
		// The index is created by the first search.
		expect(testbed.store.facts.index.exists).toBe(false);
		expect(found("lamps harbour")).toEqual([n]);
		const request = { query: "lamp", kind: "image", limit: 1, offset: 0 } as const;
		const answer = searchText(testbed.sql, sources(), request);
		expect(answer).toMatchObject({
			ok: true,
			value: { more: false, hits: [{ file: n, place: {}, snippet: "The harbour lamp", marks: [[12, 16]] }] },
		});
		expect(answer.ok && "chunk" in (answer.value.hits[0] ?? {})).toBe(false);
	});

	test("are found after a wake, and gone with their file or batch", () => {
		const [one, two, three] = [begin("1.jpg"), begin("2.jpg"), begin("3.jpg", "other")];
		for (const n of [one, two, three]) complete(n, "A lamp");
		testbed.session.flush();
		testbed = testbed.wake();
		expect(found("lamp")).toEqual([one, two, three]);
		testbed.session.execute({ type: "remove", target: { file: two } });
		testbed.session.flush();
		expect(found("lamp")).toEqual([one, three]);
		testbed.session.execute({ type: "remove", target: { key: "drop" } });
		testbed.session.flush();
		expect(found("lamp")).toEqual([three]);
		check();
		expect(testbed.sql.exec("SELECT n FROM facts")).toEqual([{ n: three }]);
	});

	test("have no index when none of them has searchable facts", () => {
		complete(begin("a.jpg"), "");
		testbed.session.flush();
		testbed = testbed.wake();
		expect(found("lamp")).toEqual([]);
		expect(testbed.store.facts.index.exists).toBe(false);
		expect(found("lamp")).toEqual([]);
	});

	test("may be in a session from before the index existed", () => {
		const sql = new MemorySql();
		sql.exec("CREATE TABLE facts (n INTEGER PRIMARY KEY, body TEXT NOT NULL)");
		testbed = testSession(sql);
		const old = begin("old.jpg");
		sql.exec("INSERT INTO facts (n, body) VALUES (?, '{}')", old);
		complete(begin("new.jpg"), "A lamp");
		testbed.session.flush();
		testbed.session.execute({ type: "remove", target: { file: old } });
		testbed.session.flush();
		expect(found("lamp")).toEqual([old + 1]);
		check();
	});

	test("are in the index exactly while they are completed, after any sequence of events", async () => {
		await property(40, (chance) => {
			testbed = testSession();
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
						if (testbed.session.state.files.get(n)?.state === "processing") {
							complete(n, chance.pick(["A lamp", "lamp and boat", ""]));
							done.add(n);
						}
						break;
					case 3:
						testbed.session.execute({ type: "remove", target: { file: n } });
						done.delete(n);
						break;
					case 4:
						testbed.session.flush();
						break;
					case 5:
						found("boat");
						break;
					default:
						testbed.session.flush();
						testbed = testbed.wake();
				}
			}
			testbed.session.flush();
			const titled = testbed.sql
				.exec("SELECT n FROM facts WHERE words IS NOT NULL")
				.map(({ n }) => n as number);
			expect(found("lamp")).toEqual(titled.filter((n) => done.has(n)).sort((a, b) => a - b));
			check();
		});
	});
});
