import { type ReadonlySignal, signal } from "@preact/signals";
import type { ShareApi, ShareOptions } from "../../client/http.ts";
import type { ShareInfo } from "../../src/protocol/http/share.ts";
import { failureSentence } from "./failure-sentence.ts";
import { shareFragment } from "./share-fragment.ts";

/** Dependencies of the share links. */
export interface ShareLinksDeps {
	readonly api: ShareApi;
	/** The key of the shared batch. */
	readonly key: string;
	/** The URL of this page, without its fragment. */
	readonly pageUrl: string;
}

/** The links that share one batch: those that are active, and the one just created, whose URL is only known now. */
export class ShareLinks {
	/** `undefined` until they are loaded. */
	readonly active: ReadonlySignal<readonly ShareInfo[] | undefined>;
	readonly created: ReadonlySignal<{ readonly id: number; readonly url: string } | undefined>;
	/** The last failure, as a sentence. */
	readonly problem: ReadonlySignal<string | undefined>;
	readonly isBusy: ReadonlySignal<boolean>;
	#active = signal<readonly ShareInfo[] | undefined>(undefined);
	#created = signal<{ readonly id: number; readonly url: string } | undefined>(undefined);
	#problem = signal<string | undefined>(undefined);
	#isBusy = signal(false);
	#deps: ShareLinksDeps;

	constructor(deps: ShareLinksDeps) {
		this.#deps = deps;
		this.active = this.#active;
		this.created = this.#created;
		this.problem = this.#problem;
		this.isBusy = this.#isBusy;
	}

	async read(): Promise<void> {
		const { api, key } = this.#deps;
		const answer = await api.list(key);
		if (answer.ok) this.#active.value = answer.value.shares;
		else this.#problem.value = failureSentence(answer.problem);
	}

	async create(options: ShareOptions): Promise<void> {
		const { api, key, pageUrl } = this.#deps;
		if (this.#isBusy.peek()) return;
		this.#isBusy.value = true;
		this.#problem.value = undefined;
		const answer = await api.create(key, options);
		this.#isBusy.value = false;
		if (!answer.ok) {
			this.#problem.value = failureSentence(answer.problem);
			return;
		}
		const { share, token } = answer.value;
		this.#created.value = { id: share.id, url: pageUrl + shareFragment(token) };
		this.#active.value = [...(this.#active.peek() ?? []), share];
	}

	/**
	 * Revokes a link; people viewing it see nothing more from then on. A link that is already gone is not a failure.
	 */
	async revoke(id: number): Promise<void> {
		const { api, key } = this.#deps;
		this.#problem.value = undefined;
		const answer = await api.revoke(key, id);
		const isGone = answer.ok || (answer.problem.kind === "refused" && answer.problem.status === 404);
		if (!isGone) {
			this.#problem.value = answer.ok ? undefined : failureSentence(answer.problem);
			return;
		}
		this.#active.value = this.#active.peek()?.filter((share) => share.id !== id);
		if (this.#created.peek()?.id === id) this.#created.value = undefined;
	}
}
