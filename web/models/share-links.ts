import { type ReadonlySignal, signal } from "@preact/signals";
import type { ShareApi, WantedLink } from "../../client/http/share-api.ts";
import type { ShareInfo } from "../../src/protocol/http/share.ts";
import { sentence } from "./failure-sentence.ts";
import { sharedHash } from "./shared-hash.ts";

/** What links need. */
export interface ShareLinksDeps {
	readonly api: ShareApi;
	/** The key of their batch. */
	readonly key: string;
	/** Where this page lies, without what follows `#`. */
	readonly page: string;
}

/** The links to look at one batch: those that hold, and the one that was just made, whose address is known this once. */
export class ShareLinks {
	/** `undefined` until they were read. */
	readonly held: ReadonlySignal<readonly ShareInfo[] | undefined>;
	readonly made: ReadonlySignal<{ readonly id: number; readonly address: string } | undefined>;
	/** What went wrong last, as a sentence. */
	readonly problem: ReadonlySignal<string | undefined>;
	readonly isBusy: ReadonlySignal<boolean>;
	#held = signal<readonly ShareInfo[] | undefined>(undefined);
	#made = signal<{ readonly id: number; readonly address: string } | undefined>(undefined);
	#problem = signal<string | undefined>(undefined);
	#isBusy = signal(false);
	#deps: ShareLinksDeps;

	constructor(deps: ShareLinksDeps) {
		this.#deps = deps;
		this.held = this.#held;
		this.made = this.#made;
		this.problem = this.#problem;
		this.isBusy = this.#isBusy;
	}

	async read(): Promise<void> {
		const { api, key } = this.#deps;
		const answer = await api.list(key);
		if (answer.ok) this.#held.value = answer.value.shares;
		else this.#problem.value = sentence(answer.problem);
	}

	async make(wanted: WantedLink): Promise<void> {
		const { api, key, page } = this.#deps;
		if (this.#isBusy.peek()) return;
		this.#isBusy.value = true;
		this.#problem.value = undefined;
		const answer = await api.make(key, wanted);
		this.#isBusy.value = false;
		if (!answer.ok) {
			this.#problem.value = sentence(answer.problem);
			return;
		}
		const { share, token } = answer.value;
		this.#made.value = { id: share.id, address: page + sharedHash(token) };
		this.#held.value = [...(this.#held.peek() ?? []), share];
	}

	/** Whoever looks through the link at this moment sees nothing more. One that is gone already is no failure. */
	async takeBack(id: number): Promise<void> {
		const { api, key } = this.#deps;
		this.#problem.value = undefined;
		const answer = await api.takeBack(key, id);
		const isGone = answer.ok || (answer.problem.kind === "refused" && answer.problem.status === 404);
		if (!isGone) {
			this.#problem.value = answer.ok ? undefined : sentence(answer.problem);
			return;
		}
		this.#held.value = this.#held.peek()?.filter((share) => share.id !== id);
		if (this.#made.peek()?.id === id) this.#made.value = undefined;
	}
}
