import { describe, expect, test } from "vitest";
import type { AskModel } from "../../src/extract/ask-model.ts";
import { VectorIndex, type VectorizeBinding } from "../../src/model/vector-index.ts";
import { ok, refuse } from "../../src/protocol/result.ts";

const SESSION = "f".repeat(64);

/** A fake model that counts letters, and an in-memory index. */
function setUp(ask?: AskModel) {
	const calls: number[] = [];
	const stored = new Map<string, { namespace: string; values: number[] }>();
	const removals: number[] = [];
	const counting: AskModel = async ({ inputs }) => {
		const texts = inputs.text as string[];
		calls.push(texts.length);
		return ok({ shape: [texts.length, 2], data: texts.map((text) => [text.length, 1]) });
	};
	const binding: VectorizeBinding = {
		async upsert(vectors) {
			for (const { id, ...vector } of vectors) stored.set(id, vector);
		},
		async query([wanted = 0], { namespace }) {
			const near = [...stored].filter(([, vector]) => vector.namespace === namespace);
			const scored = near.map(([id, { values }]) => ({
				id,
				score: 1 - Math.abs((values[0] ?? 0) - wanted) / 10,
			}));
			return { matches: scored.sort((a, b) => b.score - a.score) };
		},
		async deleteByIds(ids) {
			removals.push(ids.length);
			for (const id of ids) stored.delete(id);
		},
	};
	return { index: new VectorIndex(ask ?? counting, binding, SESSION), binding, calls, stored, removals };
}

const rows = (count: number, first = 0) =>
	Array.from({ length: count }, (_, at) => ({ row: first + at, text: "x".repeat(at + 1) }));
const always = () => true;

describe("vectors", () => {
	test("are upserted in groups, with ids and a namespace within Vectorize's limits", async () => {
		const { index, calls, stored } = setUp();
		expect(await index.upsert(rows(250, 50_000 * 0x10000), always)).toEqual({ ok: true, value: null });
		expect(calls).toEqual([100, 100, 50]);
		expect(stored.size).toBe(250);
		for (const [id, { namespace }] of stored) {
			expect(Buffer.byteLength(id)).toBeLessThanOrEqual(64);
			expect(namespace).toBe(SESSION);
		}
	});

	test("of similar texts are found, nearest first, and no others", async () => {
		const { index, stored } = setUp();
		await index.upsert(rows(30), always);
		stored.set("another-session.1", { namespace: SESSION, values: [10, 1] });
		expect(await index.nearest("x".repeat(10))).toEqual([9, 8, 10, 7, 11, 6, 12, 5, 13, 4, 14]);
	});

	test("are removed in bounded calls", async () => {
		const { index, stored, removals } = setUp();
		await index.upsert(rows(20, 100), always);
		await index.remove(100, 1_200);
		expect([stored.size, removals]).toEqual([0, [500, 500, 200]]);
	});

	test("are not upserted once they are no longer wanted", async () => {
		const { index, stored } = setUp();
		expect((await index.upsert(rows(20), () => false)).ok).toBe(true);
		expect(stored.size).toBe(0);
	});

	test.each([
		["that fails", refuse({ code: "model-failed" as const, detail: "No." })],
		["that returns too few", ok({ data: [[1, 2]] })],
		["that returns no numbers", ok({ data: [["a"], ["b"]] })],
		["that returns nothing", ok(null)],
	])("of a model %s are a failure, and nothing is found", async (_what, answer) => {
		const { index, stored } = setUp(async () => answer);
		expect((await index.upsert(rows(2), always)).ok).toBe(false);
		expect(stored.size).toBe(0);
		expect(await index.nearest("a")).toEqual(expect.any(Array));
	});

	test("of an index that throws are a failure; only a removal throws", async () => {
		const { index, binding } = setUp();
		const broken = async () => {
			throw new Error("VECTOR_UPSERT_ERROR");
		};
		Object.assign(binding, { upsert: broken, query: broken, deleteByIds: broken });
		expect(await index.upsert(rows(2), always)).toMatchObject({
			ok: false,
			problem: { code: "model-failed" },
		});
		expect(await index.nearest("a")).toEqual([]);
		await expect(index.remove(0, 1)).rejects.toThrow();
	});
});
