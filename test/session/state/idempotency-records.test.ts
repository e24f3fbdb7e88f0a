import { describe, expect, it } from "vitest";
import type { IdempotencyKey } from "../../../src/protocol/stream/command-message.ts";
import {
	IDEMPOTENCY_MS,
	MAX_IDEMPOTENCY_RECORDS,
	MAX_IDEMPOTENCY_TABS,
} from "../../../src/session/limits.ts";
import type { Command } from "../../../src/session/rules/command.ts";
import {
	type IdempotencyRecord,
	IdempotencyRecords,
} from "../../../src/session/state/idempotency-records.ts";
import { testSession } from "../../support/fakes/test-session.ts";

const NOW = 1_790_000_000_000;

function record(tab: string, number: number, at = NOW): IdempotencyRecord {
	return { tab, number, at, changed: number };
}

function codeOf(found: ReturnType<IdempotencyRecords["find"]>): string | undefined {
	return found && "code" in found ? found.code : undefined;
}

describe("idempotency records", () => {
	it("return the answer of a repeated command, and nothing for a new one", () => {
		const records = new IdempotencyRecords();
		records.add(record("tab-a", 3));
		expect(records.find({ tab: "tab-a", number: 3 })).toEqual(record("tab-a", 3));
		for (const other of [2, 4]) expect(records.find({ tab: "tab-a", number: other })).toBeUndefined();
		expect(records.find({ tab: "tab-b", number: 3 })).toBeUndefined();
	});

	it("are limited in number, and a command whose record was evicted is refused, not executed again", () => {
		const records = new IdempotencyRecords();
		for (let number = 1; number <= MAX_IDEMPOTENCY_RECORDS + 5; number++)
			records.add(record("tab-a", number));
		expect(records.toStored().receipts).toHaveLength(MAX_IDEMPOTENCY_RECORDS);
		expect(codeOf(records.find({ tab: "tab-a", number: 5 }))).toBe("gone");
		expect(records.find({ tab: "tab-a", number: 6 })).toEqual(record("tab-a", 6));
		expect(records.find({ tab: "tab-a", number: MAX_IDEMPOTENCY_RECORDS + 6 })).toBeUndefined();
	});

	it("are limited in tabs: the one that was idle longest is evicted", () => {
		const records = new IdempotencyRecords();
		for (let tab = 0; tab <= MAX_IDEMPOTENCY_TABS; tab++) records.add(record(`tab-${tab}`, 1));
		expect(records.toStored().tabs).toHaveLength(MAX_IDEMPOTENCY_TABS);
		expect(records.find({ tab: "tab-0", number: 1 })).toBeUndefined();
		expect(records.find({ tab: "tab-1", number: 1 })).toEqual(record("tab-1", 1));
	});

	it("are limited in age", () => {
		const records = new IdempotencyRecords();
		records.add(record("tab-a", 1));
		records.add(record("tab-b", 1));
		records.add(record("tab-b", 2, NOW + IDEMPOTENCY_MS));
		expect(records.toStored()).toMatchObject({ tabs: [{ tab: "tab-b" }], receipts: [{ number: 2 }] });
		expect(codeOf(records.find({ tab: "tab-b", number: 1 }))).toBe("gone");
	});
});

describe("a command with an idempotency key", () => {
	const announce: Command = {
		type: "announce",
		key: "drop",
		entries: [{ name: "a", size: 1 }],
		hash: "h",
	};
	const idempotencyKey: IdempotencyKey = { tab: "tab-aaaa", number: 1 };
	const pause: Command = { type: "verb", verb: "pause", target: { file: 1 }, idempotencyKey };
	const resume: Command = { type: "verb", verb: "resume", target: { file: 1 } };

	it("gets the first answer when it is repeated, and does nothing", () => {
		const { session } = testSession();
		session.execute(announce);
		expect(session.execute(pause)).toMatchObject({ value: { record: { changed: 1 } } });
		session.execute(resume);
		expect(session.execute(pause)).toMatchObject({ value: { changes: [], record: { changed: 1 } } });
		expect(session.state.files.get(1)?.state).toBe("expected");
	});

	it("stays refused once refused, even if it were possible now", () => {
		const { session } = testSession();
		const early = session.execute(pause);
		expect(early).toMatchObject({ value: { changes: [], record: { refused: { code: "not-found" } } } });
		session.execute(announce);
		expect(session.execute(pause)).toMatchObject({ value: { record: { refused: { code: "not-found" } } } });
		expect(session.state.files.get(1)?.state).toBe("expected");
	});

	it("needs no additional row when it changes something", () => {
		const { session, sql } = testSession();
		session.execute(announce);
		session.flush();
		const before = sql.rowsWritten;
		session.execute(pause);
		session.flush();
		expect(sql.rowsWritten - before).toBe(1);
		session.execute(pause);
		session.flush();
		expect(sql.rowsWritten - before).toBe(1);
	});
});
