import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Api, Clock } from "../../../client/http.ts";
import type { SearchHit } from "../../../src/protocol/http/search.ts";
import { MAX_SEARCH_OFFSET } from "../../../src/protocol/limits.ts";
import { failureSentence } from "../failure-sentence.ts";
import { NO_FILTERS, type SearchFilters, searchQuery } from "./search-request.ts";

/** A search starts this long after the last keystroke, in milliseconds. */
const TYPING_PAUSE_MS = 180;

/** The status of a search. Earlier results stay visible until the next answer arrives. */
export type SearchStatus =
	| { readonly state: "idle" | "searching" }
	/** `partly`: nothing matches every word, and these results match some of them. */
	| { readonly state: "answered"; readonly more: boolean; readonly partly: boolean }
	| { readonly state: "failed"; readonly detail: string };

const IDLE: SearchStatus = { state: "idle" };

/** Dependencies of the search. */
export interface SearchDeps {
	readonly api: Pick<Api, "search">;
	readonly clock: Clock;
}

/** A search in everything the session holds, and its results. */
export class SearchModel {
	readonly isOpen: ReadonlySignal<boolean>;
	readonly words: ReadonlySignal<string>;
	readonly filters: ReadonlySignal<SearchFilters>;
	readonly status: ReadonlySignal<SearchStatus>;
	readonly hits: ReadonlySignal<readonly SearchHit[]>;
	/** The index of the hit that Enter opens. */
	readonly active: ReadonlySignal<number>;
	#isOpen = signal(false);
	#words = signal("");
	#filters = signal(NO_FILTERS);
	#status = signal(IDLE);
	#hits = signal<readonly SearchHit[]>([]);
	#active = signal(0);
	#deps: SearchDeps;
	#cancelTimer: () => void = () => {};
	#request: AbortController | undefined;

	constructor(deps: SearchDeps) {
		this.#deps = deps;
		this.isOpen = this.#isOpen;
		this.words = this.#words;
		this.filters = this.#filters;
		this.status = this.#status;
		this.hits = this.#hits;
		this.active = this.#active;
	}

	/**
	 * Opens the search: as it was left, with these words, or within one batch. Searches again, because more files may
	 * have been read since.
	 */
	open(words = this.#words.peek(), within?: string): void {
		this.#isOpen.value = true;
		if (within !== undefined) this.#filters.value = { ...NO_FILTERS, batch: within };
		this.setWords(words, 0);
	}

	close(): void {
		this.#cancelRequest();
		this.#isOpen.value = false;
	}

	setWords(words: string, delayMs = TYPING_PAUSE_MS): void {
		this.#words.value = words;
		this.#requestAfter(delayMs);
	}

	setFilters(filters: Partial<SearchFilters>): void {
		this.#filters.value = { ...this.#filters.peek(), ...filters };
		this.#requestAfter(0);
	}

	/** Searches again after a failure. */
	retry(): void {
		this.#requestAfter(0);
	}

	/** Moves to another hit; past the last one, more hits are loaded. */
	moveTo(at: number): void {
		const last = this.#hits.peek().length - 1;
		if (at > last) this.loadMore();
		this.#active.value = Math.max(0, Math.min(last, at));
	}

	/** Loads the hits after those already here. */
	loadMore(): void {
		const status = this.#status.peek();
		const from = this.#hits.peek().length;
		if (status.state === "answered" && status.more && from <= MAX_SEARCH_OFFSET) void this.#fetch(from);
	}

	#cancelRequest(): void {
		this.#cancelTimer();
		this.#request?.abort();
		this.#request = undefined;
	}

	#requestAfter(ms: number): void {
		this.#cancelRequest();
		if (this.#words.peek().trim() === "") {
			batch(() => {
				this.#status.value = IDLE;
				this.#hits.value = [];
			});
			return;
		}
		this.#status.value = { state: "searching" };
		this.#cancelTimer = this.#deps.clock.after(ms, () => void this.#fetch(0));
	}

	async #fetch(offset: number): Promise<void> {
		const controller = new AbortController();
		this.#request = controller;
		this.#status.value = { state: "searching" };
		const query = searchQuery(this.#words.peek(), this.#filters.peek(), offset);
		const answer = await this.#deps.api.search(query, controller.signal);
		// The words have changed meanwhile, and a newer answer counts.
		if (this.#request !== controller) return;
		this.#request = undefined;
		batch(() => {
			if (!answer.ok) {
				this.#status.value = { state: "failed", detail: failureSentence(answer.problem) };
				if (offset === 0) this.#hits.value = [];
				return;
			}
			const { hits, more, partly = false } = answer.value;
			this.#status.value = { state: "answered", more, partly };
			this.#hits.value = offset === 0 ? hits : [...this.#hits.peek(), ...hits];
			if (offset === 0) this.#active.value = 0;
		});
	}
}
