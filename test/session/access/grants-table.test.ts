import { describe, expect, it } from "vitest";
import { GrantsTable } from "../../../src/session/access/grants-table.ts";
import { isSameTokenHash } from "../../../src/session/access/token-hash.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

const NOW = 1_790_000_000_000;
const tokenHash = (letter: string) => letter.repeat(64);
const share = (letter: string, batch = 1, expiresAt = NOW + 1_000) => ({
	tokenHash: tokenHash(letter),
	batch,
	originals: false,
	createdAt: NOW,
	expiresAt,
});

function grants() {
	const sql = new MemorySql();
	createTables(sql);
	return { sql, grants: new GrantsTable(sql), again: () => new GrantsTable(sql) };
}

describe("shares", () => {
	it("are found by their token hash, also after a wake, until they expire", () => {
		const { grants: mine, again } = grants();
		const first = mine.addShare(share("a"));
		const second = mine.addShare(share("b", 2, NOW + 5_000));
		expect([first.id, second.id]).toEqual([1, 2]);
		for (const room of [mine, again()]) {
			expect(room.shareOf(tokenHash("a"), NOW)).toEqual(first);
			expect(room.shareOf(tokenHash("c"), NOW)).toBeUndefined();
			expect(room.shareOf(tokenHash("a"), NOW + 1_000)).toBeUndefined();
		}
		expect(mine.shares(NOW + 1_000)).toEqual([second]);
		expect(again().shares(NOW)).toEqual([second]);
	});

	it("are gone once they are revoked, with the tickets issued for them", () => {
		const { sql, grants: mine } = grants();
		const { id } = mine.addShare(share("a"));
		mine.addTicket({ tokenHash: tokenHash("t"), share: id, expiresAt: NOW + 1_000 });
		mine.dropShare(id);
		expect(mine.shareOf(tokenHash("a"), NOW)).toBeUndefined();
		expect(mine.takeTicket(tokenHash("t"), NOW)).toBeUndefined();
		expect(sql.exec("SELECT * FROM grants WHERE id <> 0")).toEqual([]);
	});

	it("never reuse the number of a revoked one, also after a wake", () => {
		const { grants: mine, again } = grants();
		mine.dropShare(mine.addShare(share("a")).id);
		expect(mine.addShare(share("b")).id).toBe(2);
		mine.dropShare(2);
		expect(again().addShare(share("c")).id).toBe(3);
	});

	it("continue from the highest number in a session that did not store the last one", () => {
		const { sql, grants: mine, again } = grants();
		for (const letter of ["a", "b"]) mine.addShare(share(letter));
		sql.exec("DELETE FROM grants WHERE id = 0");
		expect(again().addShare(share("c")).id).toBe(3);
	});
});

describe("tickets", () => {
	it("can be used once, also after a wake", () => {
		const { grants: mine, again } = grants();
		mine.addTicket({ tokenHash: tokenHash("t"), expiresAt: NOW + 1_000 });
		expect(again().takeTicket(tokenHash("t"), NOW)).toMatchObject({ id: -1 });
		expect(again().takeTicket(tokenHash("t"), NOW)).toBeUndefined();
	});

	it("expire, and are deleted when they do", () => {
		const { sql, grants: mine } = grants();
		mine.addTicket({ tokenHash: tokenHash("t"), expiresAt: NOW });
		expect(mine.takeTicket(tokenHash("t"), NOW)).toBeUndefined();
		expect(sql.exec("SELECT * FROM grants")).toEqual([]);
	});

	it("are counted per holder, and expired ones are deleted", () => {
		const { grants: mine } = grants();
		mine.addTicket({ tokenHash: tokenHash("1"), expiresAt: NOW + 1_000 });
		mine.addTicket({ tokenHash: tokenHash("2"), expiresAt: NOW });
		mine.addTicket({ tokenHash: tokenHash("3"), share: 1, expiresAt: NOW + 1_000 });
		expect(mine.tickets(undefined, NOW)).toHaveLength(1);
		expect(mine.tickets(1, NOW)).toHaveLength(1);
		mine.dropOwnersTickets();
		expect(mine.tickets(undefined, NOW)).toEqual([]);
		expect(mine.tickets(1, NOW)).toHaveLength(1);
	});
});

describe("two token hashes", () => {
	it.each([
		["abc", "abc", true],
		["abc", "abd", false],
		["abc", "ab", false],
		["", "", true],
	])("%s and %s are the same: %s", (one, other, same) => {
		expect(isSameTokenHash(one, other)).toBe(same);
	});
});
