import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../../../client/http/api.ts";
import type { Clock } from "../../../client/http/clock.ts";
import { MAX_SEARCH_OFFSET, type SearchHit } from "../../../src/protocol/text/search.ts";
import { sentence } from "../failure-sentence.ts";
import { EVERYWHERE, type SearchFilters, searchQuery } from "./search-request.ts";

/** Typing that rests this long, in milliseconds, is asked for. */
const REST_MS = 180;

/** How a search stands. What was found before stays in sight while the next answer is on its way. */
export type Standing =
	| { readonly state: "nothing asked" | "asking" }
	/** `partly`: no place has every word, and these have some of them. */
	| { readonly state: "answered"; readonly more: boolean; readonly partly: boolean }
	| { readonly state: "failed"; readonly detail: string };

const NOTHING_ASKED: Standing = { state: "nothing asked" };

/** What a search needs. */
export interface SearchDeps {
	readonly api: Pick<Api, "search">;
	readonly clock: Clock;
}

/** Words that are looked for in everything that the session holds, and what was found. */
export class Search {
	readonly isOpen: ReadonlySignal<boolean>;
	readonly words: ReadonlySignal<string>;
	readonly filters: ReadonlySignal<SearchFilters>;
	readonly standing: ReadonlySignal<Standing>;
	readonly hits: ReadonlySignal<readonly SearchHit[]>;
	/** The hit that Enter opens. */
	readonly active: ReadonlySignal<number>;
	#isOpen = signal(false);
	#words = signal("");
	#filters = signal(EVERYWHERE);
	#standing = signal(NOTHING_ASKED);
	#hits = signal<readonly SearchHit[]>([]);
	#active = signal(0);
	#deps: SearchDeps;
	#cancel: () => void = () => {};
	#asking: AbortController | undefined;

	constructor(deps: SearchDeps) {
		this.#deps = deps;
		this.isOpen = this.#isOpen;
		this.words = this.#words;
		this.filters = this.#filters;
		this.standing = this.#standing;
		this.hits = this.#hits;
		this.active = this.#active;
	}

	/** Shows the search: as it was left, or with these words, or in one batch. What has been read since is found now. */
	open(words = this.#words.peek(), within?: string): void {
		this.#isOpen.value = true;
		if (within !== undefined) this.#filters.value = { ...EVERYWHERE, batch: within };
		this.type(words, 0);
	}

	close(): void {
		this.#stop();
		this.#isOpen.value = false;
	}

	type(words: string, rest = REST_MS): void {
		this.#words.value = words;
		this.#askWithin(rest);
	}

	narrow(filters: Partial<SearchFilters>): void {
		this.#filters.value = { ...this.#filters.peek(), ...filters };
		this.#askWithin(0);
	}

	/** Asks again, after a failure. */
	again(): void {
		this.#askWithin(0);
	}

	/** Goes to another hit; behind the last one, the next ones are asked for. */
	moveTo(at: number): void {
		const last = this.#hits.peek().length - 1;
		if (at > last) this.showMore();
		this.#active.value = Math.max(0, Math.min(last, at));
	}

	/** Asks for the hits behind those that are here. */
	showMore(): void {
		const standing = this.#standing.peek();
		const from = this.#hits.peek().length;
		if (standing.state === "answered" && standing.more && from <= MAX_SEARCH_OFFSET) void this.#ask(from);
	}

	#stop(): void {
		this.#cancel();
		this.#asking?.abort();
		this.#asking = undefined;
	}

	#askWithin(ms: number): void {
		this.#stop();
		if (this.#words.peek().trim() === "") {
			batch(() => {
				this.#standing.value = NOTHING_ASKED;
				this.#hits.value = [];
			});
			return;
		}
		this.#standing.value = { state: "asking" };
		this.#cancel = this.#deps.clock.after(ms, () => void this.#ask(0));
	}

	async #ask(offset: number): Promise<void> {
		const asking = new AbortController();
		this.#asking = asking;
		this.#standing.value = { state: "asking" };
		const query = searchQuery(this.#words.peek(), this.#filters.peek(), offset);
		const answer = await this.#deps.api.search(query, asking.signal);
		// Somebody has typed on: another answer is the one that counts.
		if (this.#asking !== asking) return;
		this.#asking = undefined;
		batch(() => {
			if (!answer.ok) {
				this.#standing.value = { state: "failed", detail: sentence(answer.problem) };
				if (offset === 0) this.#hits.value = [];
				return;
			}
			const { hits, more, partly = false } = answer.value;
			this.#standing.value = { state: "answered", more, partly };
			this.#hits.value = offset === 0 ? hits : [...this.#hits.peek(), ...hits];
			if (offset === 0) this.#active.value = 0;
		});
	}
}
