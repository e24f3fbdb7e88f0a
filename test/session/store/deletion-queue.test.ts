import { expect, test } from "vitest";
import { Trash } from "../../../src/session/store/deletion-queue.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

function trashOn(sql: MemorySql): Trash {
	createTables(sql);
	return new Trash(sql);
}

test("the trash waits for what it was given until that is struck out", () => {
	const trash = trashOn(new MemorySql());
	expect(trash.waiting()).toBe(false);
	trash.put(["a", "b"]);
	expect(trash.waiting()).toBe(true);
	for (const { id, objects } of trash.list()) {
		expect(objects).toEqual(["a", "b"]);
		trash.strike(id);
	}
	expect(trash.waiting()).toBe(false);
});

test("two who empty it at once leave it waiting for what came after", () => {
	const trash = trashOn(new MemorySql());
	trash.put(["a"]);
	for (const { id } of [...trash.list(), ...trash.list()]) trash.strike(id);
	trash.put(["b"]);
	expect(trash.waiting()).toBe(true);
});

test("what waited before a wake waits after it", () => {
	const sql = new MemorySql();
	trashOn(sql).put(["a"]);
	expect(trashOn(sql).waiting()).toBe(true);
});
