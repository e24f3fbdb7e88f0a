import { describe, expect, it } from "vitest";
import { LEASE_SILENT_MS, PARTS_PER_ROW } from "../../../src/session/limits.ts";
import { Leases } from "../../../src/session/queue/upload-leases.ts";
import { newUpload, type Upload } from "../../../src/session/rules/upload-rules.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { Uploads } from "../../../src/session/store/upload-table.ts";
import { gaugesNow } from "../../../src/session/stream/catch-up.ts";
import { framesOf } from "../../../src/session/stream/socket-attachment.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { testLoop } from "../../support/fakes/test-session.ts";
import { property } from "../../support/seed.ts";

function fresh(n: number, now = 0): Upload {
	const to = { key: "drop", entry: { name: "a", size: 9 } };
	return newUpload(
		n,
		{ to, length: 9, metadata: "", object: `o${n}`, concat: null, writer: null },
		false,
		now,
	);
}

describe("the rows of uploads", () => {
	it("keep every part of long uploads, whatever a crash takes", async () => {
		await property(40, (random) => {
			const sql = new MemorySql();
			createTables(sql);
			let uploads = new Uploads(sql);
			const parts = new Map<number, number>();
			for (let step = 0; step < 60; step++) {
				const n = random.pick([1, 2, -3]);
				const before = uploads.get(n) ?? fresh(n);
				const count = random.below(2 * PARTS_PER_ROW);
				const more = Array.from({ length: count }, (_, index) => ({
					number: before.next + index,
					etag: `e${n}`,
				}));
				const after = {
					...before,
					parts: before.parts + count,
					next: before.next + count,
					young: [...before.young, ...more],
				};
				uploads.put(after);
				expect(uploads.partsOf(uploads.get(n) ?? after)).toHaveLength(after.parts);
				if (random.below(3) === 0) uploads = new Uploads(sql);
				else {
					uploads.write();
					parts.set(n, after.parts);
				}
				for (const [known, total] of parts) {
					const upload = uploads.get(known);
					const numbers = upload ? uploads.partsOf(upload).map(({ number }) => number) : [];
					expect(numbers).toEqual(Array.from({ length: total }, (_, index) => index + 1));
				}
			}
		});
	});

	it("are two a commit, however long the upload is, and none when it is dropped", () => {
		const sql = new MemorySql();
		createTables(sql);
		const uploads = new Uploads(sql);
		const young = Array.from({ length: 5000 }, (_, index) => ({ number: index + 1, etag: "e" }));
		uploads.put({ ...fresh(1), parts: 5000, next: 5001, young });
		uploads.write();
		const before = sql.rowsWritten;
		const held = uploads.get(1) ?? fresh(1);
		uploads.put({ ...held, parts: 5001, next: 5002, young: [...held.young, { number: 5001, etag: "e" }] });
		uploads.write();
		expect(sql.rowsWritten - before).toBeLessThanOrEqual(2);
		uploads.drop(1);
		uploads.write();
		expect(sql.exec("SELECT id FROM parts")).toEqual([]);
		expect(sql.exec("SELECT n FROM uploads")).toEqual([]);
	});

	it("give partial uploads numbers of their own, below 0, that no earlier one had", () => {
		const sql = new MemorySql();
		createTables(sql);
		const uploads = new Uploads(sql);
		const first = uploads.partialNumber(1000);
		expect(first).toBeLessThan(0);
		expect(uploads.partialNumber(1000)).toBeLessThan(first);
		expect(new Uploads(sql).partialNumber(2000)).toBeLessThan(first);
	});
});

describe("who writes an upload", () => {
	const later = () => () => {};

	it("is replaced after a HEAD, or after a long silence, and not before", () => {
		const leases = new Leases();
		leases.give(1, "a", 0);
		expect(leases.isHeld(1, LEASE_SILENT_MS - 1)).toBe(true);
		expect(leases.isHeld(1, LEASE_SILENT_MS)).toBe(false);
		void leases.quiet(1, 10, later);
		expect(leases.isHeld(1, 0)).toBe(false);
		leases.give(1, "b", 1);
		expect(leases.hear(1, "a", 2)).toBe(false);
		expect(leases.hear(1, "b", 2)).toBe(true);
	});

	it("comes in again when the actor has forgotten it, and lets HEAD wait until it is done", async () => {
		const leases = new Leases();
		expect(leases.hear(1, "a", 0)).toBe(true);
		const quiet = leases.quiet(1, 10, later);
		leases.end(1);
		await quiet;
		expect(leases.isWritten(1, 0)).toBe(false);
	});
});

describe("bytes that are stored", () => {
	it("of partial uploads are told together, until a final one has made files of them", () => {
		const { loop, wake } = testLoop();
		expect(loop.gauges().partial).toBeUndefined();
		const piece = (n: number, stored: number, length: number | null = 9): Upload => {
			const wanted = {
				to: "partial" as const,
				length,
				metadata: "",
				object: `o${n}`,
				concat: null,
				writer: null,
			};
			return { ...newUpload(n, wanted, false, 0), inParts: stored };
		};
		loop.putUpload(piece(-1, 0));
		loop.putUpload(piece(-2, 3));
		loop.putUpload(piece(-1, 4));
		expect(loop.gauges().partial).toEqual({ stored: 7, bytes: 18 });
		loop.putUpload(piece(-3, 5, null));
		loop.flush();
		expect(loop.gauges().partial).toEqual({ stored: 12, bytes: 23 });
		expect(wake().loop.gauges().partial).toEqual({ stored: 12, bytes: 23 });
		for (const n of [-1, -2, -3]) loop.dropUpload(n);
		expect(loop.gauges().partial).toEqual({ stored: 0, bytes: 0 });
		expect(loop.gauges().stored).toBeUndefined();
	});

	it("are told as gauges without a frame of the journal, and cost no cursor", () => {
		const { loop, ticks, wake } = testLoop();
		expect(loop.gauges().stored).toBeUndefined();
		loop.do({ type: "receive", to: { key: "drop", entry: { name: "a", size: 9 } }, size: 9, object: "o" });
		loop.putUpload(fresh(1));
		loop.flush();
		const seq = loop.model.state.seq;
		loop.putUpload({ ...fresh(1), rest: { object: "r", length: 4 } });
		loop.flush();
		expect(loop.model.state.seq).toBe(seq);
		expect(loop.gauges().stored).toEqual({ 1: 4 });
		expect(wake().loop.gauges().stored).toEqual({ 1: 4 });
		expect(gaugesNow(loop, { epoch: "epoch", seq }, 8)).toMatchObject({ from: seq, to: seq, changes: "[]" });
		expect(gaugesNow(loop, { epoch: "epoch", seq: seq - 1 }, 8)).toBeUndefined();
		loop.do({ type: "advance", file: 1, stored: 4 });
		loop.flush();
		expect(loop.gauges().stored).toEqual({});
		expect(ticks.at(-1)?.changes).toMatchObject([{ file: 1, stored: 4 }]);
		expect(gaugesNow(loop, { epoch: "epoch", seq: loop.model.state.seq }, 8)).toBeUndefined();
		const [frame] = framesOf({
			epoch: "e",
			from: 3,
			at: 8,
			frames: [],
			changes: [],
			gauges: { stored: { 1: 4 } },
		});
		expect(frame).toMatchObject({ from: 3, to: 3, at: 8, changes: "[]", gauges: { stored: { 1: 4 } } });
	});
});
