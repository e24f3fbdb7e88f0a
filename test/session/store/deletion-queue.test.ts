import { expect, test } from "vitest";
import { DeletionQueue } from "../../../src/session/store/deletion-queue.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

function queueOn(sql: MemorySql): DeletionQueue {
	createTables(sql);
	return new DeletionQueue(sql);
}

test("entries stay pending until their deletion is confirmed", () => {
	const queue = queueOn(new MemorySql());
	expect(queue.hasPending()).toBe(false);
	queue.enqueue(["a", "b"]);
	expect(queue.hasPending()).toBe(true);
	for (const { id, entries } of queue.pending()) {
		expect(entries).toEqual(["a", "b"]);
		queue.confirmDeleted(id);
	}
	expect(queue.hasPending()).toBe(false);
});

test("concurrent confirmations do not lose a later entry", () => {
	const queue = queueOn(new MemorySql());
	queue.enqueue(["a"]);
	for (const { id } of [...queue.pending(), ...queue.pending()]) queue.confirmDeleted(id);
	queue.enqueue(["b"]);
	expect(queue.hasPending()).toBe(true);
});

test("pending entries survive a wake", () => {
	const sql = new MemorySql();
	queueOn(sql).enqueue(["a"]);
	expect(queueOn(sql).hasPending()).toBe(true);
});
