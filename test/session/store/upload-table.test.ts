import { describe, expect, it } from "vitest";
import { LEASE_SILENT_MS } from "../../../src/session/limits.ts";
import { UploadLeases } from "../../../src/session/queue/upload-leases.ts";
import { newUpload, type ResumableUpload } from "../../../src/session/rules/upload-rules.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { UploadTable } from "../../../src/session/store/upload-table.ts";
import { gaugesNow } from "../../../src/session/stream/catch-up.ts";
import { framesOf } from "../../../src/session/stream/tick-frames.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { testSession } from "../../support/fakes/test-session.ts";
import { freshUpload } from "./fresh-upload.ts";

describe("the rows of uploads", () => {
	it("are two per commit, however long the upload is, and none once it is deleted", () => {
		const sql = new MemorySql();
		createTables(sql);
		const uploads = new UploadTable(sql);
		const parts5000 = Array.from({ length: 5000 }, (_, index) => ({ number: index + 1, etag: "e" }));
		uploads.put({ ...freshUpload(1), parts: 5000, next: 5001, recentParts: parts5000 });
		uploads.write();
		const before = sql.rowsWritten;
		const held = uploads.get(1) ?? freshUpload(1);
		uploads.put({
			...held,
			parts: 5001,
			next: 5002,
			recentParts: [...held.recentParts, { number: 5001, etag: "e" }],
		});
		uploads.write();
		expect(sql.rowsWritten - before).toBeLessThanOrEqual(2);
		uploads.drop(1);
		uploads.write();
		expect(sql.exec("SELECT id FROM parts")).toEqual([]);
		expect(sql.exec("SELECT n FROM uploads")).toEqual([]);
	});

	it("say when each open upload last changed, and which only have to be finished", () => {
		const sql = new MemorySql();
		createTables(sql);
		const uploads = new UploadTable(sql);
		const joined = { parts: 1, next: 2, bytesInParts: 9, recentParts: [{ number: 1, etag: "e" }] };
		uploads.put(freshUpload(1, 700));
		uploads.put(freshUpload(2, 500));
		uploads.put({ ...freshUpload(3, 600), ...joined });
		uploads.put({ ...freshUpload(4, 100), whole: true });
		uploads.write();
		for (const table of [uploads, new UploadTable(sql)]) {
			expect([...table.waiting()].map(({ n }) => n)).toEqual([2, 1]);
			expect([...table.finishable()]).toEqual([{ n: 3, at: 600 }]);
		}
		uploads.put({ ...freshUpload(3, 800), ...joined, whole: true });
		uploads.drop(2);
		expect([[...uploads.waiting()].length, [...uploads.finishable()].length]).toEqual([1, 0]);
	});

	it("give partial uploads negative numbers, which are never reused", () => {
		const sql = new MemorySql();
		createTables(sql);
		const uploads = new UploadTable(sql);
		const first = uploads.partialNumber(1000);
		expect(first).toBeLessThan(0);
		expect(uploads.partialNumber(1000)).toBeLessThan(first);
		expect(new UploadTable(sql).partialNumber(2000)).toBeLessThan(first);
	});
});

describe("the writer of an upload", () => {
	const later = () => () => {};

	it("is replaced after a HEAD, or when it has been silent for long, but not before", () => {
		const leases = new UploadLeases();
		leases.grant(1, "a", 0);
		expect(leases.isHeld(1, LEASE_SILENT_MS - 1)).toBe(true);
		expect(leases.isHeld(1, LEASE_SILENT_MS)).toBe(false);
		void leases.waitForRelease(1, 10, later);
		expect(leases.isHeld(1, 0)).toBe(false);
		leases.grant(1, "b", 1);
		expect(leases.renew(1, "a", 2)).toBe(false);
		expect(leases.renew(1, "b", 2)).toBe(true);
	});

	it("is accepted again by an actor that has lost its memory, and makes HEAD wait until it is done", async () => {
		const leases = new UploadLeases();
		expect(leases.renew(1, "a", 0)).toBe(true);
		const quiet = leases.waitForRelease(1, 10, later);
		leases.end(1);
		await quiet;
		expect(leases.isWritten(1, 0)).toBe(false);
	});
});

describe("stored bytes", () => {
	it("of partial uploads are reported as one sum, until a final upload turns them into a file", () => {
		const { session, wake } = testSession();
		expect(session.gauges().partial).toBeUndefined();
		const piece = (n: number, stored: number, length: number | null = 9): ResumableUpload => {
			const wanted = {
				to: "partial" as const,
				length,
				metadata: "",
				object: `o${n}`,
				concat: null,
				writer: null,
			};
			return { ...newUpload(n, wanted, false, 0), bytesInParts: stored };
		};
		session.saveUpload(piece(-1, 0));
		session.saveUpload(piece(-2, 3));
		session.saveUpload(piece(-1, 4));
		expect(session.gauges().partial).toEqual({ stored: 7, bytes: 18 });
		session.saveUpload(piece(-3, 5, null));
		session.flush();
		expect(session.gauges().partial).toEqual({ stored: 12, bytes: 23 });
		expect(wake().session.gauges().partial).toEqual({ stored: 12, bytes: 23 });
		for (const n of [-1, -2, -3]) session.dropUpload(n);
		expect(session.gauges().partial).toEqual({ stored: 0, bytes: 0 });
		expect(session.gauges().stored).toBeUndefined();
	});

	it("are reported as gauges, without a journal frame or a new cursor", () => {
		const { session, ticks, wake } = testSession();
		expect(session.gauges().stored).toBeUndefined();
		session.execute({
			type: "begin-upload",
			to: { key: "drop", entry: { name: "a", size: 9 } },
			size: 9,
			object: "o",
		});
		session.saveUpload(freshUpload(1));
		session.flush();
		const seq = session.state.seq;
		session.saveUpload({ ...freshUpload(1), tail: { object: "r", length: 4 } });
		session.flush();
		expect(session.state.seq).toBe(seq);
		expect(session.gauges().stored).toEqual({ 1: 4 });
		expect(wake().session.gauges().stored).toEqual({ 1: 4 });
		expect(gaugesNow(session, { epoch: "epoch", seq }, 8)).toMatchObject({
			from: seq,
			to: seq,
			changes: "[]",
		});
		expect(gaugesNow(session, { epoch: "epoch", seq: seq - 1 }, 8)).toBeUndefined();
		session.execute({ type: "advance", file: 1, stored: 4 });
		session.flush();
		expect(session.gauges().stored).toEqual({});
		expect(ticks.at(-1)?.changes).toMatchObject([{ file: 1, stored: 4 }]);
		expect(gaugesNow(session, { epoch: "epoch", seq: session.state.seq }, 8)).toBeUndefined();
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
