import type { ExtractorHost } from "./contract.ts";

/**
 * The session's side of a call, with a memory: once a call to it has failed, every further one fails too. A parser may take such a failure
 * for damage of its file, so the caller of the parser asks `check` before it believes any result. Failing storage is another matter, and
 * only `read` reports it.
 */
export class WatchedHost implements ExtractorHost {
	readonly #host: ExtractorHost;
	#failure: { readonly error: unknown } | undefined;

	constructor(host: ExtractorHost) {
		this.#host = host;
	}

	/** Throws the first failure, if there was one. */
	check(): void {
		if (this.#failure) throw this.#failure.error;
	}

	async #watch<Value>(call: () => Promise<Value>): Promise<Value> {
		this.check();
		try {
			return await call();
		} catch (error) {
			this.#failure ??= { error };
			throw error;
		}
	}

	read: ExtractorHost["read"] = (...range) => this.#host.read(...range);
	begin: ExtractorHost["begin"] = (...files) => this.#watch(() => this.#host.begin(...files));
	update: ExtractorHost["update"] = (...updates) => this.#watch(() => this.#host.update(...updates));
	textBatch: ExtractorHost["textBatch"] = (...which) => this.#watch(() => this.#host.textBatch(...which));
	chunks: ExtractorHost["chunks"] = (...range) => this.#watch(() => this.#host.chunks(...range));
	upsert: ExtractorHost["upsert"] = (...chunks) => this.#watch(() => this.#host.upsert(...chunks));
}
