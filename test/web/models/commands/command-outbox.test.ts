import { beforeEach, describe, expect, it, test } from "vitest";
import type { Failure } from "../../../../client/http/failure.ts";
import { createPersevere } from "../../../../client/http/retry.ts";
import type { CommandReply } from "../../../../src/protocol/http/reply.ts";
import { ok, type Result, refuse } from "../../../../src/protocol/result.ts";
import type { CommandStore, StoredCommand } from "../../../../web/edges/storage/command-store.ts";
import { CommandOutbox } from "../../../../web/models/commands/command-outbox.ts";
import { Asked } from "../../../../web/models/commands/pending-commands.ts";
import { FakeClock, settle } from "../../../client/support/fake-clock.ts";
import { type Chance, chance, property } from "../../../support/seed.ts";
import { FakeLocks } from "../../support/fake-tabs.ts";
import { record } from "../../support/frames.ts";

/** Longer than the longest pause between two tries. */
const LATER_MS = 15_000;

/** What IndexedDB would keep of commands; it outlives fake tabs. */
class FakeCommandStore implements CommandStore {
	readonly kept = new Map<string, StoredCommand>();

	async keep(command: StoredCommand): Promise<void> {
		this.kept.set(`${command.tab}.${command.number}`, command);
	}

	async forget({ tab, number }: StoredCommand): Promise<void> {
		this.kept.delete(`${tab}.${number}`);
	}

	async left(session: string): Promise<readonly StoredCommand[]> {
		for (const [key, command] of this.kept) if (command.session !== session) this.kept.delete(key);
		return [...this.kept.values()].sort((a, b) =>
			a.tab === b.tab ? a.number - b.number : a.tab < b.tab ? -1 : 1,
		);
	}
}

let clock: FakeClock;
let locks: FakeLocks;
let store: FakeCommandStore;
/** What the server did, and what it was asked. */
let done: string[];
let asked: string[];
let receipts: Set<string>;
/** What becomes of the next requests: heard but not answered, or not even heard. */
let fate: (() => "answered" | "unanswered" | "unheard") | undefined;

beforeEach(() => {
	clock = new FakeClock();
	locks = new FakeLocks();
	store = new FakeCommandStore();
	done = [];
	asked = [];
	receipts = new Set();
	fate = undefined;
});

let tabs = 0;

function openTab() {
	const tab = `tab-${String(++tabs).padStart(8, "0")}`;
	const own = locks.tab();
	const persevere = createPersevere(clock);
	const shown = new Asked(() => {});
	let delays = 0;
	let isDead = false;
	const outbox = new CommandOutbox({
		api: {
			async command({ tab, number }, does, target): Promise<Result<CommandReply, Failure>> {
				// A dead page asks for nothing more, and hears of nothing that it has asked.
				if (isDead) await new Promise(() => {});
				const name = target === "session" ? target : "file" in target ? target.file : target.key;
				asked.push(`${does} ${name}`);
				const what = fate?.() ?? "answered";
				if (what === "unheard") return refuse({ kind: "network" });
				const key = `${tab}.${number}`;
				if (!receipts.has(key)) done.push(`${does} ${name}`);
				receipts.add(key);
				return what === "unanswered" ? refuse({ kind: "network" }) : ok({ changed: 1, cursor: "epoch1.1" });
			},
		},
		store,
		locks: own,
		persevere,
		asked: shown,
		tab,
		delayed: () => delays++,
	});
	const close = () => {
		isDead = true;
		own.close();
	};
	return { outbox, persevere, shown, close, delays: () => delays };
}

describe("a command", () => {
	it("is shown as asked for until its answer has come", async () => {
		const { outbox, shown } = openTab();
		await outbox.begin("mine");
		fate = () => "unheard";
		const answer = outbox.send("pause", { key: "drop" });
		await settle();
		expect(shown.of(record(1), "drop")).toBe("pause");
		expect(shown.of(record(1), "another")).toBeUndefined();
		expect(shown.of(record(1, { state: "completed" }), "drop")).toBeUndefined();
		fate = undefined;
		await clock.advance(LATER_MS);
		expect((await answer).ok).toBe(true);
		expect(shown.of(record(1), "drop")).toBeUndefined();
		expect(store.kept.size).toBe(0);
	});

	it("waits for the way to be back, in its turn, and goes at once when it is", async () => {
		const { outbox, persevere, delays } = openTab();
		await outbox.begin("mine");
		fate = () => "unheard";
		void outbox.send("pause", "session");
		void outbox.send("remove", { file: 3 });
		void outbox.send("resume", "session");
		await clock.advance(60_000);
		expect(done).toEqual([]);
		expect(delays()).toBeGreaterThan(0);
		fate = undefined;
		persevere.wake();
		await settle();
		expect(done).toEqual(["pause session", "remove 3", "resume session"]);
	});

	it("whose answer was lost is done once", async () => {
		const { outbox } = openTab();
		await outbox.begin("mine");
		let round = 0;
		fate = () => (++round < 4 ? "unanswered" : "answered");
		const answer = outbox.send("retry", { file: 1 });
		await clock.advance(60_000);
		expect((await answer).ok).toBe(true);
		expect(asked).toHaveLength(4);
		expect(done).toEqual(["retry 1"]);
	});

	it("that a closed tab has left is sent by the next one, and one of a living tab is not", async () => {
		const first = openTab();
		await first.outbox.begin("mine");
		fate = () => "unanswered";
		void first.outbox.send("cancel", { file: 1 });
		void first.outbox.send("retry", { file: 1 });
		await settle();
		const second = openTab();
		await second.outbox.begin("mine");
		fate = undefined;
		await settle();
		expect(done).toEqual(["cancel 1"]);
		first.close();
		await second.outbox.adopt();
		await settle();
		expect(done).toEqual(["cancel 1", "retry 1"]);
		expect(store.kept.size).toBe(0);
	});

	it("of another session is thrown away", async () => {
		const first = openTab();
		await first.outbox.begin("yours");
		fate = () => "unheard";
		void first.outbox.send("remove", { file: 1 });
		await settle();
		first.close();
		fate = undefined;
		await openTab().outbox.begin("mine");
		await settle();
		expect(done).toEqual([]);
		expect(store.kept.size).toBe(0);
	});
});

test("whatever is lost and whichever tabs die, every command is done once, and each tab's in their order", () =>
	property(60, async (random: Chance) => {
		clock = new FakeClock();
		locks = new FakeLocks();
		store = new FakeCommandStore();
		done = [];
		receipts = new Set();
		const weather = chance(random.below(1e9));
		fate = () => weather.pick(["answered", "unanswered", "unheard"] as const);
		let tab = openTab();
		await tab.outbox.begin("mine");
		let given = 0;
		for (let step = 0; step < 25; step++) {
			if (random.next() < 0.7) void tab.outbox.send("remove", { file: ++given });
			await clock.advance(random.below(2_000));
			if (random.next() < 0.15) {
				tab.close();
				tab = openTab();
				await tab.outbox.begin("mine");
			}
		}
		fate = undefined;
		for (let second = 0; second < 60; second++) await clock.advance(1_000);
		const numbers = done.map((what) => Number(what.split(" ")[1]));
		expect(numbers).toEqual(Array.from({ length: given }, (_, at) => at + 1));
	}));
