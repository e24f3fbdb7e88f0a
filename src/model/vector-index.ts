import type { AskModel, ModelFailure } from "../extract/ask-model.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { withTimeout } from "./with-timeout.ts";

/** The methods in use of the `VECTORIZE` binding (`Vectorize` of `@cloudflare/workers-types`). */
export interface VectorizeBinding {
	upsert(vectors: { id: string; namespace: string; values: number[] }[]): Promise<unknown>;
	query(
		vector: number[],
		options: { namespace: string; topK: number },
	): Promise<{ readonly matches: readonly { readonly id: string; readonly score: number }[] }>;
	deleteByIds(ids: string[]): Promise<unknown>;
}

/** Multilingual embeddings with 1,024 dimensions; the index must be created for them (`docs/operations.md`). */
const MODEL = "@cf/baai/bge-m3";

/** The model's limit for one call. */
const MAX_TEXTS_PER_CALL = 100;

/** Milliseconds for one call: in the background while a document is indexed, and while a user waits for search results. */
const UPSERT_MS = 20_000;
const SEARCH_MS = 2_500;

/** `topK` of a query: Vectorize's limit when it returns no vector values. */
const MAX_NEIGHBOURS = 100;

/** Least cosine similarity of a hit. With this model, unrelated texts have about 0.4. */
const MIN_SIMILARITY = 0.5;

/** Upserts may have 1,000 ids; deletions are kept well below. */
const MAX_IDS_PER_DELETE = 500;

/** The text of a chunk and its row number in the session. */
export interface RowText {
	readonly row: number;
	readonly text: string;
}

/** One session's vectors in a shared index: in its own namespace, under ids that start with the session's id. */
export class VectorIndex {
	readonly #askModel: AskModel;
	readonly #index: VectorizeBinding;
	readonly #namespace: string;
	readonly #prefix: string;

	/** `session`: the session's id, 64 hex digits: exactly the 64 bytes that a namespace may have. */
	constructor(ask: AskModel, index: VectorizeBinding, session: string) {
		this.#askModel = ask;
		this.#index = index;
		this.#namespace = session;
		// A vector id may have 64 bytes: in base 36 a session's id takes 50 and a row at most 9.
		this.#prefix = `${BigInt(`0x${session}`).toString(36)}.`;
	}

	/** Embeds these rows and stores their vectors, replacing older ones. Stops when `wanted` returns `false`. */
	async upsert(rows: readonly RowText[], wanted: () => boolean): Promise<Result<null, ModelFailure>> {
		for (let from = 0; from < rows.length; from += MAX_TEXTS_PER_CALL) {
			const some = rows.slice(from, from + MAX_TEXTS_PER_CALL);
			const vectors = await this.#vectorsOf(
				some.map(({ text }) => text),
				UPSERT_MS,
			);
			if (!vectors.ok) return vectors;
			const upserts = some.map(({ row }, index) => ({
				id: this.#idOf(row),
				namespace: this.#namespace,
				values: vectors.value[index] ?? [],
			}));
			// The rows may have been removed during the call: an upsert after the removal would leave their vectors behind.
			if (!wanted()) break;
			try {
				const put = await withTimeout(UPSERT_MS, this.#index.upsert(upserts));
				if (put === "late") return refuse(INDEX_UNAVAILABLE);
			} catch {
				return refuse(INDEX_UNAVAILABLE);
			}
		}
		return ok(null);
	}

	/** Rows with a similar meaning, nearest first. Empty when the model or the index fails or is too slow. */
	async nearest(text: string): Promise<readonly number[]> {
		const vectors = await this.#vectorsOf([text], SEARCH_MS);
		const [vector] = vectors.ok ? vectors.value : [];
		if (vector === undefined) return [];
		const options = { namespace: this.#namespace, topK: MAX_NEIGHBOURS };
		try {
			const found = await withTimeout(SEARCH_MS, this.#index.query(vector, options));
			if (found === "late") return [];
			return found.matches
				.filter(({ id, score }) => score >= MIN_SIMILARITY && id.startsWith(this.#prefix))
				.map(({ id }) => Number.parseInt(id.slice(this.#prefix.length), 36));
		} catch {
			return [];
		}
	}

	/** Removes the vectors of `count` rows starting at `first`, whether they exist or not. Throws when the index fails. */
	async remove(first: number, count: number): Promise<void> {
		for (let from = 0; from < count; from += MAX_IDS_PER_DELETE) {
			const rows = Array.from(
				{ length: Math.min(MAX_IDS_PER_DELETE, count - from) },
				(_, at) => first + from + at,
			);
			const removed = await withTimeout(
				UPSERT_MS,
				this.#index.deleteByIds(rows.map((row) => this.#idOf(row))),
			);
			if (removed === "late") throw new Error("the vectors could not be removed in time");
		}
	}

	#idOf(row: number): string {
		return this.#prefix + row.toString(36);
	}

	async #vectorsOf(texts: readonly string[], timeoutMs: number): Promise<Result<number[][], ModelFailure>> {
		const response = await this.#askModel({
			model: MODEL,
			inputs: { text: [...texts] },
			timeoutMs,
		});
		if (!response.ok) return response;
		const vectors = vectorsIn(response.value);
		if (vectors?.length === texts.length) return ok(vectors);
		return refuse({ code: "model-failed", detail: `The model ${MODEL} returned an unexpected response.` });
	}
}

const INDEX_UNAVAILABLE: ModelFailure = {
	code: "model-failed",
	detail: "The vector index is not responding.",
};

/** The model's response is `{ data }`, one list of numbers per text; `undefined` for anything else. */
function vectorsIn(answer: unknown): number[][] | undefined {
	if (typeof answer !== "object" || answer === null || !("data" in answer)) return undefined;
	const { data } = answer;
	const isVector = (vector: unknown) =>
		Array.isArray(vector) && vector.every((value) => Number.isFinite(value));
	return Array.isArray(data) && data.every(isVector) ? (data as number[][]) : undefined;
}
