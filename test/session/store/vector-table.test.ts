import { expect, test } from "vitest";
import { VectorTable } from "../../../src/session/store/vector-table.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

test("a session without vectors has no vector table", () => {
	const sql = new MemorySql();
	const rows = new VectorTable(sql);
	rows.markDeleted([1, 2]);
	rows.markDeleted("all");
	expect([rows.exists, rows.hasPendingDeletions(), rows.pendingDeletions()]).toEqual([false, false, []]);
	expect(sql.exec("SELECT name FROM sqlite_master")).toEqual([]);
});

test("deletions stay pending until confirmed, also after a restart", () => {
	const sql = new MemorySql();
	const rows = new VectorTable(sql);
	rows.mark(1, 64);
	rows.mark(1, 70);
	rows.mark(2, 5);
	expect([rows.exists, rows.hasPendingDeletions()]).toEqual([true, false]);
	rows.markDeleted([1, 99]);
	const woken = new VectorTable(sql);
	expect([woken.hasPendingDeletions(), woken.pendingDeletions(), woken.exists]).toEqual([
		true,
		[{ n: 1, chunks: 70 }],
		true,
	]);
	woken.confirmDeleted(1);
	expect([woken.hasPendingDeletions(), woken.pendingDeletions()]).toEqual([false, []]);
	woken.markDeleted("all");
	expect([woken.exists, woken.pendingDeletions()]).toEqual([false, [{ n: 2, chunks: 5 }]]);
});

test("a file that is read again keeps its vectors, and all it ever had are deleted with it", () => {
	const rows = new VectorTable(new MemorySql());
	rows.mark(1, 70);
	rows.markDeleted([1]);
	rows.mark(1, 10);
	expect(rows.hasPendingDeletions()).toBe(false);
	rows.confirmDeleted(1);
	rows.markDeleted([1]);
	expect(rows.pendingDeletions()).toEqual([{ n: 1, chunks: 70 }]);
});
