import { type Problem, type ProblemCode, problem } from "../../protocol/problem.ts";
import type { CommandNumber } from "../../protocol/stream/command-message.ts";
import { MAX_RECEIPT_TABS, MAX_RECEIPTS, RECEIPT_AGE_MS } from "../limits.ts";

/** What a numbered command was answered: how many files it changed, or why it was refused. */
export interface Receipt extends CommandNumber {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly changed: number;
	readonly refused?: { readonly code: ProblemCode; readonly detail: string };
}

/** What is remembered of a tab besides its receipts. */
interface Tab {
	readonly tab: string;
	/** The highest number whose receipt was let go; no command up to there is done again. */
	readonly forgotten: number;
	/** When it last asked for something. */
	readonly at: number;
}

/** Receipts as the checkpoint keeps them. */
export interface KeptReceipts {
	readonly tabs: readonly Tab[];
	readonly receipts: readonly Receipt[];
}

function keyOf({ tab, number }: CommandNumber): string {
	return `${tab}.${number}`;
}

/**
 * The answers to numbered commands, so that one that is sent again is answered and not done again. Folded from notes
 * that ride in the frame of what the command changed: both are kept by the same write, or neither is.
 */
export class Receipts {
	/** Oldest first. */
	readonly #receipts = new Map<string, Receipt>();
	/** The one that was silent longest first. */
	readonly #tabs = new Map<string, Tab>();

	/** What a command was answered, when it came before; a refusal when that was too long ago to tell. */
	find(once: CommandNumber): Receipt | Problem | undefined {
		const receipt = this.#receipts.get(keyOf(once));
		if (receipt) return receipt;
		if (once.number > (this.#tabs.get(once.tab)?.forgotten ?? 0)) return undefined;
		return problem(
			"gone",
			`Command ${once.number} of this tab was answered long ago, or never came before ones that were. It is not done now; ask again under a new number.`,
		);
	}

	/** Keeps one, and lets go of what is beyond the bounds. */
	keep(receipt: Receipt): void {
		const { tab, at } = receipt;
		this.#receipts.set(keyOf(receipt), receipt);
		const forgotten = this.#tabs.get(tab)?.forgotten ?? 0;
		this.#tabs.delete(tab);
		this.#tabs.set(tab, { tab, forgotten, at });
		for (const [key, oldest] of this.#receipts) {
			if (this.#receipts.size <= MAX_RECEIPTS && oldest.at > at - RECEIPT_AGE_MS) break;
			this.#receipts.delete(key);
			this.#forget(oldest);
		}
		for (const silent of this.#tabs.values()) {
			if (this.#tabs.size <= MAX_RECEIPT_TABS && silent.at > at - RECEIPT_AGE_MS) break;
			this.#dropTab(silent.tab);
		}
	}

	#forget({ tab, number }: CommandNumber): void {
		const known = this.#tabs.get(tab);
		if (known) this.#tabs.set(tab, { ...known, forgotten: Math.max(known.forgotten, number) });
	}

	#dropTab(tab: string): void {
		this.#tabs.delete(tab);
		for (const [key, receipt] of this.#receipts) if (receipt.tab === tab) this.#receipts.delete(key);
	}

	/** Everything, for the checkpoint. */
	kept(): KeptReceipts {
		return { tabs: [...this.#tabs.values()], receipts: [...this.#receipts.values()] };
	}

	/** Takes in what a checkpoint kept. */
	load({ tabs, receipts }: KeptReceipts): void {
		for (const tab of tabs) this.#tabs.set(tab.tab, tab);
		for (const receipt of receipts) this.#receipts.set(keyOf(receipt), receipt);
	}
}
