import { beforeEach, describe, expect, it, test } from "vitest";
import type { Failure } from "../../../../client/http/failure.ts";
import { createRetry } from "../../../../client/http/retry.ts";
import type { CommandReply } from "../../../../src/protocol/http/reply.ts";
import { ok, type Result, refuse } from "../../../../src/protocol/result.ts";
import type { CommandStore, StoredCommand } from "../../../../web/edges/storage/command-store.ts";
import { CommandOutbox } from "../../../../web/models/commands/command-outbox.ts";
import { PendingCommands } from "../../../../web/models/commands/pending-commands.ts";
import { FakeClock, settle } from "../../../client/support/fake-clock.ts";
import { type Chance, chance, property } from "../../../support/seed.ts";
import { FakeTabLocks } from "../../support/fake-tabs.ts";
import { record } from "../../support/frames.ts";

/** Longer than the longest pause between two tries. */
const LATER_MS = 15_000;

/** What IndexedDB would store of commands; it outlives fake tabs. */
class FakeCommandStore implements CommandStore {
	readonly kept = new Map<string, StoredCommand>();

	async save(command: StoredCommand): Promise<void> {
		this.kept.set(`${command.tab}.${command.number}`, command);
	}

	async delete({ tab, number }: StoredCommand): Promise<void> {
		this.kept.delete(`${tab}.${number}`);
	}

	async loadUnanswered(session: string): Promise<readonly StoredCommand[]> {
		for (const [key, command] of this.kept) if (command.session !== session) this.kept.delete(key);
		return [...this.kept.values()].sort((a, b) =>
			a.tab === b.tab ? a.number - b.number : a.tab < b.tab ? -1 : 1,
		);
	}
}

let clock: FakeClock;
let locks: FakeTabLocks;
let store: FakeCommandStore;
/** What the server did, and what it was asked to do. */
let done: string[];
let requests: string[];
let seenKeys: Set<string>;
/** What happens to the next requests: `unanswered`: the answer is lost; `lost`: the request never arrives. */
let nextOutcome: (() => "answered" | "unanswered" | "lost") | undefined;

beforeEach(() => {
	clock = new FakeClock();
	locks = new FakeTabLocks();
	store = new FakeCommandStore();
	done = [];
	requests = [];
	seenKeys = new Set();
	nextOutcome = undefined;
});

let tabs = 0;

function openTab() {
	const tab = `tab-${String(++tabs).padStart(8, "0")}`;
	const tabLocks = locks.tab();
	const retry = createRetry(clock);
	const pending = new PendingCommands(() => {});
	let delays = 0;
	let isClosed = false;
	const outbox = new CommandOutbox({
		api: {
			async command({ tab, number }, does, target): Promise<Result<CommandReply, Failure>> {
				// A closed page sends nothing more, and receives nothing it requested.
				if (isClosed) await new Promise(() => {});
				const name = target === "session" ? target : "file" in target ? target.file : target.key;
				requests.push(`${does} ${name}`);
				const outcome = nextOutcome?.() ?? "answered";
				if (outcome === "lost") return refuse({ kind: "network" });
				const key = `${tab}.${number}`;
				if (!seenKeys.has(key)) done.push(`${does} ${name}`);
				seenKeys.add(key);
				return outcome === "unanswered"
					? refuse({ kind: "network" })
					: ok({ changed: 1, cursor: "epoch1.1" });
			},
		},
		store,
		locks: tabLocks,
		retry,
		pending,
		tab,
		onDelayed: () => delays++,
	});
	const close = () => {
		isClosed = true;
		tabLocks.close();
	};
	return { outbox, retry, pending, close, delays: () => delays };
}

describe("a command", () => {
	it("is shown as pending until it is answered", async () => {
		const { outbox, pending } = openTab();
		await outbox.begin("mine");
		nextOutcome = () => "lost";
		const answer = outbox.send("pause", { key: "drop" });
		await settle();
		expect(pending.actionFor(record(1), "drop")).toBe("pause");
		expect(pending.actionFor(record(1), "another")).toBeUndefined();
		expect(pending.actionFor(record(1, { state: "completed" }), "drop")).toBeUndefined();
		nextOutcome = undefined;
		await clock.advance(LATER_MS);
		expect((await answer).ok).toBe(true);
		expect(pending.actionFor(record(1), "drop")).toBeUndefined();
		expect(store.kept.size).toBe(0);
	});

	it("waits in order while the server cannot be reached, and is sent at once when it can", async () => {
		const { outbox, retry, delays } = openTab();
		await outbox.begin("mine");
		nextOutcome = () => "lost";
		void outbox.send("pause", "session");
		void outbox.send("remove", { file: 3 });
		void outbox.send("resume", "session");
		await clock.advance(60_000);
		expect(done).toEqual([]);
		expect(delays()).toBeGreaterThan(0);
		nextOutcome = undefined;
		retry.wake();
		await settle();
		expect(done).toEqual(["pause session", "remove 3", "resume session"]);
	});

	it("whose answer was lost is executed once", async () => {
		const { outbox } = openTab();
		await outbox.begin("mine");
		let round = 0;
		nextOutcome = () => (++round < 4 ? "unanswered" : "answered");
		const answer = outbox.send("retry", { file: 1 });
		await clock.advance(60_000);
		expect((await answer).ok).toBe(true);
		expect(requests).toHaveLength(4);
		expect(done).toEqual(["retry 1"]);
	});

	it("left by a closed tab is sent by the next one, but not one of an open tab", async () => {
		const first = openTab();
		await first.outbox.begin("mine");
		nextOutcome = () => "unanswered";
		void first.outbox.send("cancel", { file: 1 });
		void first.outbox.send("retry", { file: 1 });
		await settle();
		const second = openTab();
		await second.outbox.begin("mine");
		nextOutcome = undefined;
		await settle();
		expect(done).toEqual(["cancel 1"]);
		first.close();
		await second.outbox.adoptOrphaned();
		await settle();
		expect(done).toEqual(["cancel 1", "retry 1"]);
		expect(store.kept.size).toBe(0);
	});

	it("of another session is deleted", async () => {
		const first = openTab();
		await first.outbox.begin("yours");
		nextOutcome = () => "lost";
		void first.outbox.send("remove", { file: 1 });
		await settle();
		first.close();
		nextOutcome = undefined;
		await openTab().outbox.begin("mine");
		await settle();
		expect(done).toEqual([]);
		expect(store.kept.size).toBe(0);
	});
});

test("whatever is lost and whichever tabs close, every command is executed once and in the order of its tab", () =>
	property(60, async (random: Chance) => {
		clock = new FakeClock();
		locks = new FakeTabLocks();
		store = new FakeCommandStore();
		done = [];
		seenKeys = new Set();
		const outcomes = chance(random.below(1e9));
		nextOutcome = () => outcomes.pick(["answered", "unanswered", "lost"] as const);
		let tab = openTab();
		await tab.outbox.begin("mine");
		let sent = 0;
		for (let step = 0; step < 25; step++) {
			if (random.next() < 0.7) void tab.outbox.send("remove", { file: ++sent });
			await clock.advance(random.below(2_000));
			if (random.next() < 0.15) {
				tab.close();
				tab = openTab();
				await tab.outbox.begin("mine");
			}
		}
		nextOutcome = undefined;
		for (let second = 0; second < 60; second++) await clock.advance(1_000);
		const numbers = done.map((outcome) => Number(outcome.split(" ")[1]));
		expect(numbers).toEqual(Array.from({ length: sent }, (_, at) => at + 1));
	}));
