import type { AskModel, ModelFailure } from "../extract/ask-model.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { within } from "./within.ts";

/** What is used of the `VECTORIZE` binding (`Vectorize` of `@cloudflare/workers-types`, which the actor hands in). */
export interface VectorizeBinding {
	upsert(vectors: { id: string; namespace: string; values: number[] }[]): Promise<unknown>;
	query(
		vector: number[],
		options: { namespace: string; topK: number },
	): Promise<{ readonly matches: readonly { readonly id: string; readonly score: number }[] }>;
	deleteByIds(ids: string[]): Promise<unknown>;
}

/** Reads many languages into 1,024 numbers each; the index is made for them (`docs/operations.md`). */
const MODEL = "@cf/baai/bge-m3";

/** Texts that the model takes in one call. */
const MODEL_TEXTS = 100;

/** Milliseconds for one call while a document is indexed, and while somebody waits for hits. */
const LEARN_MS = 20_000;
const SEARCH_MS = 2_500;

/** Neighbours that are asked for: as many as Vectorize gives without their values. */
const NEIGHBOURS = 100;

/** Cosine from which on two texts are about the same with this model; any two texts have about 0.4. */
const LEAST_LIKENESS = 0.5;

/** Ids in one call that removes. Upserts take 1,000 in a call; a removal is kept well below. */
const REMOVED_AT_ONCE = 500;

/** A chunk by its row in the session. */
export interface RowText {
	readonly row: number;
	readonly text: string;
}

/** The vectors of one session in an index that many share: in a namespace of its own, under ids that no other has. */
export class VectorIndex {
	readonly #ask: AskModel;
	readonly #index: VectorizeBinding;
	readonly #namespace: string;
	readonly #prefix: string;

	/** `session` is the session's id: 64 hexadecimal digits, as many as a namespace may have bytes. */
	constructor(ask: AskModel, index: VectorizeBinding, session: string) {
		this.#ask = ask;
		this.#index = index;
		this.#namespace = session;
		// An id may have 64 bytes: 50 for the whole session in this notation, and at most 9 for a row.
		this.#prefix = `${BigInt(`0x${session}`).toString(36)}.`;
	}

	/** Puts vectors of these rows, over those that they had. Once they are not `wanted` any more, none is put. */
	async put(rows: readonly RowText[], wanted: () => boolean): Promise<Result<null, ModelFailure>> {
		for (let from = 0; from < rows.length; from += MODEL_TEXTS) {
			const some = rows.slice(from, from + MODEL_TEXTS);
			const vectors = await this.#vectorsOf(
				some.map(({ text }) => text),
				LEARN_MS,
			);
			if (!vectors.ok) return vectors;
			const upserts = some.map(({ row }, index) => ({
				id: this.#idOf(row),
				namespace: this.#namespace,
				values: vectors.value[index] ?? [],
			}));
			// A removal that was asked for meanwhile must come last.
			if (!wanted()) break;
			try {
				const put = await within(LEARN_MS, this.#index.upsert(upserts));
				if (put === "late") return refuse(SILENT);
			} catch {
				return refuse(SILENT);
			}
		}
		return ok(null);
	}

	/** Rows whose text means about the same, the nearest first. None where models or index do not answer in time. */
	async near(text: string): Promise<readonly number[]> {
		const vectors = await this.#vectorsOf([text], SEARCH_MS);
		const [vector] = vectors.ok ? vectors.value : [];
		if (vector === undefined) return [];
		const options = { namespace: this.#namespace, topK: NEIGHBOURS };
		try {
			const found = await within(SEARCH_MS, this.#index.query(vector, options));
			if (found === "late") return [];
			return found.matches
				.filter(({ id, score }) => score >= LEAST_LIKENESS && id.startsWith(this.#prefix))
				.map(({ id }) => Number.parseInt(id.slice(this.#prefix.length), 36));
		} catch {
			return [];
		}
	}

	/** Removes the vectors of `count` rows from row `first` on, whether they are there or not. Throws when it is not done. */
	async remove(first: number, count: number): Promise<void> {
		for (let from = 0; from < count; from += REMOVED_AT_ONCE) {
			const rows = Array.from(
				{ length: Math.min(REMOVED_AT_ONCE, count - from) },
				(_, at) => first + from + at,
			);
			const removed = await within(LEARN_MS, this.#index.deleteByIds(rows.map((row) => this.#idOf(row))));
			if (removed === "late") throw new Error("the vectors could not be removed just now");
		}
	}

	#idOf(row: number): string {
		return this.#prefix + row.toString(36);
	}

	async #vectorsOf(texts: readonly string[], withinMs: number): Promise<Result<number[][], ModelFailure>> {
		const answered = await this.#ask({ model: MODEL, inputs: { text: [...texts] }, withinMs });
		if (!answered.ok) return answered;
		const vectors = vectorsIn(answered.value);
		if (vectors?.length === texts.length) return ok(vectors);
		return refuse({ code: "model-failed", detail: `What the model ${MODEL} answered was not understood.` });
	}
}

const SILENT: ModelFailure = { code: "model-failed", detail: "The index of vectors did not answer." };

/** `{ data }`: one list of numbers for each text. */
function vectorsIn(answer: unknown): number[][] | undefined {
	if (typeof answer !== "object" || answer === null || !("data" in answer)) return undefined;
	const { data } = answer;
	const sound = (vector: unknown) => Array.isArray(vector) && vector.every((value) => Number.isFinite(value));
	return Array.isArray(data) && data.every(sound) ? (data as number[][]) : undefined;
}
