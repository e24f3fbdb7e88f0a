import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api, Failure } from "../../../client/http.ts";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { noticeWords } from "../../words/en/notices.ts";
import { failureSentence } from "../failure-sentence.ts";
import type { FoundPlace } from "../search/found-place.ts";
import type { SessionModel } from "../session/session-model.ts";

/** What the panel shows in addition to the live record. */
export type LoadedDetails =
	| { readonly state: "loading" }
	| { readonly state: "loaded"; readonly details: FileDetails }
	| { readonly state: "failed"; readonly detail: string };

/** The address bar: a reload keeps the panel open, and a phone's back button closes it. */
export interface SelectionHistory {
	read(): number | undefined;
	push(n: number): void;
	back(): void;
	onChange(listener: () => void): void;
}

/** The open file and its facts, loaded when it is opened and again when its state changes. */
export class Selection {
	readonly open: ReadonlySignal<number | undefined>;
	readonly loaded: ReadonlySignal<LoadedDetails>;
	/** Where in the open file something was found, if it was opened from the search. */
	readonly found: ReadonlySignal<FoundPlace | undefined>;
	#open = signal<number | undefined>(undefined);
	#loaded = signal<LoadedDetails>({ state: "loading" });
	#found = signal<FoundPlace | undefined>(undefined);
	#api: Pick<Api, "readFile">;
	#session: SessionModel;
	#history: SelectionHistory;
	#readState: string | undefined;

	constructor(api: Pick<Api, "readFile">, session: SessionModel, history: SelectionHistory) {
		this.#api = api;
		this.#session = session;
		this.#history = history;
		this.open = this.#open;
		this.loaded = this.#loaded;
		this.found = this.#found;
		history.onChange(() => this.#setOpen(history.read()));
		session.onFilesChanged((changed) => {
			const n = this.#open.peek();
			if (n !== undefined && changed.has(n)) this.#refresh(n);
		});
	}

	/** Opens the file named by the address bar; called once the list is known. */
	restore(): void {
		const n = this.#history.read();
		if (n !== undefined && this.#session.record(n) !== undefined) this.#setOpen(n);
	}

	/** Opens a file, where something was found in it or at its start. */
	select(n: number, found?: FoundPlace): void {
		// An optimistic row has nothing to show yet.
		if (n < 0) return;
		if (this.#open.peek() !== n) {
			this.#history.push(n);
			this.#setOpen(n);
		}
		this.#found.value = found;
	}

	close(): void {
		if (this.#open.peek() === undefined) return;
		this.#history.back();
		this.#setOpen(undefined);
	}

	#setOpen(n: number | undefined): void {
		if (this.#open.peek() === n) return;
		this.#open.value = n;
		this.#found.value = undefined;
		this.#readState = undefined;
		this.#loaded.value = { state: "loading" };
		if (n !== undefined) this.#refresh(n);
	}

	/** Loads the facts again when the file's state has changed; closes the panel when the file was removed. */
	#refresh(n: number): void {
		const state = this.#session.record(n)?.state;
		if (state === undefined) this.close();
		else if (state !== this.#readState) {
			this.#readState = state;
			void this.#read(n);
		}
	}

	async #read(n: number): Promise<void> {
		const answer = await this.#api.readFile(n);
		if (this.#open.peek() !== n) return;
		this.#loaded.value = answer.ok
			? { state: "loaded", details: answer.value }
			: { state: "failed", detail: unavailable(answer.problem) };
	}
}

function unavailable(failure: Failure): string {
	return noticeWords.noDetails(failureSentence(failure));
}
