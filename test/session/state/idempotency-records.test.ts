import { describe, expect, it } from "vitest";
import type { CommandNumber } from "../../../src/protocol/stream/command-message.ts";
import { MAX_RECEIPT_TABS, MAX_RECEIPTS, RECEIPT_AGE_MS } from "../../../src/session/limits.ts";
import type { Command } from "../../../src/session/rules/command.ts";
import { type Receipt, Receipts } from "../../../src/session/state/idempotency-records.ts";
import { testLoop } from "../../support/fakes/test-session.ts";
import { randomCommand } from "../../support/runs/random-commands.ts";
import { property } from "../../support/seed.ts";

const NOW = 1_790_000_000_000;

function receipt(tab: string, number: number, at = NOW): Receipt {
	return { tab, number, at, changed: number };
}

function codeOf(found: ReturnType<Receipts["find"]>): string | undefined {
	return found && "code" in found ? found.code : undefined;
}

describe("receipts", () => {
	it("tell the answer of a command that came before, and nothing of one that did not", () => {
		const receipts = new Receipts();
		receipts.keep(receipt("tab-a", 3));
		expect(receipts.find({ tab: "tab-a", number: 3 })).toEqual(receipt("tab-a", 3));
		for (const other of [2, 4]) expect(receipts.find({ tab: "tab-a", number: other })).toBeUndefined();
		expect(receipts.find({ tab: "tab-b", number: 3 })).toBeUndefined();
	});

	it("are bounded in number, and what was let go is refused instead of done again", () => {
		const receipts = new Receipts();
		for (let number = 1; number <= MAX_RECEIPTS + 5; number++) receipts.keep(receipt("tab-a", number));
		expect(receipts.kept().receipts).toHaveLength(MAX_RECEIPTS);
		expect(codeOf(receipts.find({ tab: "tab-a", number: 5 }))).toBe("gone");
		expect(receipts.find({ tab: "tab-a", number: 6 })).toEqual(receipt("tab-a", 6));
		expect(receipts.find({ tab: "tab-a", number: MAX_RECEIPTS + 6 })).toBeUndefined();
	});

	it("are bounded in tabs: the one that was silent longest goes", () => {
		const receipts = new Receipts();
		for (let tab = 0; tab <= MAX_RECEIPT_TABS; tab++) receipts.keep(receipt(`tab-${tab}`, 1));
		expect(receipts.kept().tabs).toHaveLength(MAX_RECEIPT_TABS);
		expect(receipts.find({ tab: "tab-0", number: 1 })).toBeUndefined();
		expect(receipts.find({ tab: "tab-1", number: 1 })).toEqual(receipt("tab-1", 1));
	});

	it("are bounded in age", () => {
		const receipts = new Receipts();
		receipts.keep(receipt("tab-a", 1));
		receipts.keep(receipt("tab-b", 1));
		receipts.keep(receipt("tab-b", 2, NOW + RECEIPT_AGE_MS));
		expect(receipts.kept()).toMatchObject({ tabs: [{ tab: "tab-b" }], receipts: [{ number: 2 }] });
		expect(codeOf(receipts.find({ tab: "tab-b", number: 1 }))).toBe("gone");
	});
});

describe("a numbered command", () => {
	const announce: Command = {
		type: "announce",
		key: "drop",
		entries: [{ name: "a", size: 1 }],
		hash: "h",
	};
	const once: CommandNumber = { tab: "tab-aaaa", number: 1 };
	const pause: Command = { type: "order", verb: "pause", target: { file: 1 }, once };
	const resume: Command = { type: "order", verb: "resume", target: { file: 1 } };

	it("that comes again is answered as the first one was, and does nothing", () => {
		const { loop } = testLoop();
		loop.do(announce);
		expect(loop.do(pause)).toMatchObject({ value: { receipt: { changed: 1 } } });
		loop.do(resume);
		expect(loop.do(pause)).toMatchObject({ value: { changes: [], receipt: { changed: 1 } } });
		expect(loop.model.state.files.get(1)?.state).toBe("expected");
	});

	it("that was refused stays refused, though it were possible now", () => {
		const { loop } = testLoop();
		const early = loop.do(pause);
		expect(early).toMatchObject({ value: { changes: [], receipt: { refused: { code: "not-found" } } } });
		loop.do(announce);
		expect(loop.do(pause)).toMatchObject({ value: { receipt: { refused: { code: "not-found" } } } });
		expect(loop.model.state.files.get(1)?.state).toBe("expected");
	});

	it("is remembered with what it changed or not at all, whatever crashes when", async () => {
		await property(40, (random) => {
			const world = testLoop();
			for (let count = 0; count < 80; count++) {
				world.loop.do(randomCommand(world.loop.model, random));
				if (random.below(4) > 0) continue;
				if (random.below(8) === 0) world.loop.erase();
				else if (random.below(4) === 0) world.loop.rest();
				else world.loop.flush();
				// What was not written is lost; what was is found again in the same places.
				const written = world.loop.model.receipts.kept();
				world.loop.do(randomCommand(world.loop.model, random));
				expect(world.wake().loop.model.receipts.kept()).toEqual(written);
			}
		});
	});

	it("costs no row of its own when it changes something", () => {
		const { loop, sql } = testLoop();
		loop.do(announce);
		loop.flush();
		const before = sql.rowsWritten;
		loop.do(pause);
		loop.flush();
		expect(sql.rowsWritten - before).toBe(1);
		loop.do(pause);
		loop.flush();
		expect(sql.rowsWritten - before).toBe(1);
	});
});
