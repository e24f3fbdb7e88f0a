import { expect, test } from "vitest";
import { DeletionQueue } from "../../../src/session/store/deletion-queue.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

function queueOn(sql: MemorySql): DeletionQueue {
	createTables(sql);
	return new DeletionQueue(sql);
}

test("the trash waits for what it was given until that is struck out", () => {
	const trash = queueOn(new MemorySql());
	expect(trash.hasPending()).toBe(false);
	trash.enqueue(["a", "b"]);
	expect(trash.hasPending()).toBe(true);
	for (const { id, entries } of trash.pending()) {
		expect(entries).toEqual(["a", "b"]);
		trash.confirmDeleted(id);
	}
	expect(trash.hasPending()).toBe(false);
});

test("two who empty it at once leave it waiting for what came after", () => {
	const trash = queueOn(new MemorySql());
	trash.enqueue(["a"]);
	for (const { id } of [...trash.pending(), ...trash.pending()]) trash.confirmDeleted(id);
	trash.enqueue(["b"]);
	expect(trash.hasPending()).toBe(true);
});

test("what waited before a wake waits after it", () => {
	const sql = new MemorySql();
	queueOn(sql).enqueue(["a"]);
	expect(queueOn(sql).hasPending()).toBe(true);
});
