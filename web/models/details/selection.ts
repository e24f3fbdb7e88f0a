import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../../../client/http/api.ts";
import type { Failure } from "../../../client/http/failure.ts";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import { sentence } from "../failure-sentence.ts";
import type { FoundPlace } from "../search/found-place.ts";
import type { SessionModel } from "../session/session-model.ts";

/** What the panel has to show besides the live record. */
export type Loaded =
	| { readonly state: "loading" }
	| { readonly state: "there"; readonly details: FileDetails }
	| { readonly state: "failed"; readonly detail: string };

/** The address bar, so that a reload keeps the panel open and a phone's back button closes it. */
export interface SelectionHistory {
	read(): number | undefined;
	push(n: number): void;
	back(): void;
	onChange(listener: () => void): void;
}

/** The one file that is open, and its facts: read when it is opened, and again when it is finished. */
export class Selection {
	readonly open: ReadonlySignal<number | undefined>;
	readonly loaded: ReadonlySignal<Loaded>;
	/** Where in the open file something was found, when it was opened for that. */
	readonly found: ReadonlySignal<FoundPlace | undefined>;
	#open = signal<number | undefined>(undefined);
	#loaded = signal<Loaded>({ state: "loading" });
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
		history.onChange(() => this.#become(history.read()));
		session.onFolded((changed) => {
			const n = this.#open.peek();
			if (n !== undefined && changed.has(n)) this.#follow(n);
		});
	}

	/** Opens what the address names; called once the list is known. */
	restore(): void {
		const n = this.#history.read();
		if (n !== undefined && this.#session.record(n) !== undefined) this.#become(n);
	}

	/** Opens a file, where something was found in it or at its beginning. */
	choose(n: number, found?: FoundPlace): void {
		// A draft has nothing to show yet.
		if (n < 0) return;
		if (this.#open.peek() !== n) {
			this.#history.push(n);
			this.#become(n);
		}
		this.#found.value = found;
	}

	close(): void {
		if (this.#open.peek() === undefined) return;
		this.#history.back();
		this.#become(undefined);
	}

	#become(n: number | undefined): void {
		if (this.#open.peek() === n) return;
		this.#open.value = n;
		this.#found.value = undefined;
		this.#readState = undefined;
		this.#loaded.value = { state: "loading" };
		if (n !== undefined) this.#follow(n);
	}

	/** Reads the facts again whenever the file's state is another one; a removed file closes the panel. */
	#follow(n: number): void {
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
			? { state: "there", details: answer.value }
			: { state: "failed", detail: words(answer.problem) };
	}
}

function words(failure: Failure): string {
	return `The facts could not be read. ${sentence(failure)}`;
}
