import { expect, test } from "vitest";
import { VectorRows } from "../../../src/session/store/vector-table.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

test("a session without vectors has no table of them", () => {
	const sql = new MemorySql();
	const rows = new VectorRows(sql);
	rows.drop([1, 2]);
	rows.drop("all");
	expect([rows.there, rows.waiting(), rows.gone()]).toEqual([false, false, []]);
	expect(sql.exec("SELECT name FROM sqlite_master")).toEqual([]);
});

test("what is dropped waits until it is struck out, also after a restart", () => {
	const sql = new MemorySql();
	const rows = new VectorRows(sql);
	rows.mark(1, 64);
	rows.mark(1, 70);
	rows.mark(2, 5);
	expect([rows.there, rows.waiting()]).toEqual([true, false]);
	rows.drop([1, 99]);
	const woken = new VectorRows(sql);
	expect([woken.waiting(), woken.gone(), woken.there]).toEqual([true, [{ n: 1, chunks: 70 }], true]);
	woken.strike(1);
	expect([woken.waiting(), woken.gone()]).toEqual([false, []]);
	woken.drop("all");
	expect([woken.there, woken.gone()]).toEqual([false, [{ n: 2, chunks: 5 }]]);
});

test("a file that is read anew keeps its vectors, and as many are removed later as it ever had", () => {
	const rows = new VectorRows(new MemorySql());
	rows.mark(1, 70);
	rows.drop([1]);
	rows.mark(1, 10);
	expect(rows.waiting()).toBe(false);
	rows.strike(1);
	rows.drop([1]);
	expect(rows.gone()).toEqual([{ n: 1, chunks: 70 }]);
});
