import { type Problem, type ProblemCode, problem } from "../../protocol/problem.ts";
import type { IdempotencyKey } from "../../protocol/stream/command-message.ts";
import { IDEMPOTENCY_MS, MAX_IDEMPOTENCY_RECORDS, MAX_IDEMPOTENCY_TABS } from "../limits.ts";

/** The answer to a command with an idempotency key: how many files it changed, or why it was refused. */
export interface IdempotencyRecord extends IdempotencyKey {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly changed: number;
	readonly refused?: { readonly code: ProblemCode; readonly detail: string };
}

/** What is remembered of a tab apart from its records. */
interface Tab {
	readonly tab: string;
	/** The highest number whose record was dropped; no command up to it is executed again. */
	readonly forgotten: number;
	/** When its last command came; milliseconds since 1970. */
	readonly at: number;
}

/** The records as the checkpoint stores them. */
export interface StoredIdempotencyRecords {
	readonly tabs: readonly Tab[];
	readonly receipts: readonly IdempotencyRecord[];
}

function keyOf({ tab, number }: IdempotencyKey): string {
	return `${tab}.${number}`;
}

/**
 * Answers to commands with an idempotency key, so that a repeated command gets the same answer and is not executed again.
 * Folded from notes that ride in the frame of what the command changed: the same write keeps both, or neither.
 */
export class IdempotencyRecords {
	/** Oldest first. */
	readonly #records = new Map<string, IdempotencyRecord>();
	/** Least recently active first. */
	readonly #tabs = new Map<string, Tab>();

	/** The answer a repeated command got the first time; a refusal when that answer is no longer known; else `undefined`. */
	find(key: IdempotencyKey): IdempotencyRecord | Problem | undefined {
		const record = this.#records.get(keyOf(key));
		if (record) return record;
		if (key.number > (this.#tabs.get(key.tab)?.forgotten ?? 0)) return undefined;
		return problem(
			"gone",
			`Command ${key.number} of this tab was answered too long ago, or never arrived before later ones that were. It was not executed now; send it again under a new number.`,
		);
	}

	/** Adds one record, and drops those beyond the bounds. */
	add(record: IdempotencyRecord): void {
		const { tab, at } = record;
		this.#records.set(keyOf(record), record);
		const forgotten = this.#tabs.get(tab)?.forgotten ?? 0;
		this.#tabs.delete(tab);
		this.#tabs.set(tab, { tab, forgotten, at });
		for (const [key, oldest] of this.#records) {
			if (this.#records.size <= MAX_IDEMPOTENCY_RECORDS && oldest.at > at - IDEMPOTENCY_MS) break;
			this.#records.delete(key);
			this.#markForgotten(oldest);
		}
		for (const silent of this.#tabs.values()) {
			if (this.#tabs.size <= MAX_IDEMPOTENCY_TABS && silent.at > at - IDEMPOTENCY_MS) break;
			this.#dropTab(silent.tab);
		}
	}

	#markForgotten({ tab, number }: IdempotencyKey): void {
		const known = this.#tabs.get(tab);
		if (known) this.#tabs.set(tab, { ...known, forgotten: Math.max(known.forgotten, number) });
	}

	#dropTab(tab: string): void {
		this.#tabs.delete(tab);
		for (const [key, record] of this.#records) if (record.tab === tab) this.#records.delete(key);
	}

	/** Everything, for the checkpoint. */
	toStored(): StoredIdempotencyRecords {
		return { tabs: [...this.#tabs.values()], receipts: [...this.#records.values()] };
	}

	/** Loads what a checkpoint stored. */
	load({ tabs, receipts }: StoredIdempotencyRecords): void {
		for (const tab of tabs) this.#tabs.set(tab.tab, tab);
		for (const record of receipts) this.#records.set(keyOf(record), record);
	}
}
