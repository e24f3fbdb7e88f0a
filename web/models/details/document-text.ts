import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../../../client/http.ts";
import type { Chunk } from "../../../src/protocol/text/chunk.ts";
import { failureSentence } from "../failure-sentence.ts";

/** Chunks per request: a few screens, about 130 KB. */
const RUN_LENGTH = 64;

/** Runs kept in memory, about 5 MB; older ones are loaded again when needed. */
const MAX_RUNS = 40;

/** A chunk, with the length of its overlap with the previous one. */
export interface DisplayChunk extends Chunk {
	/** Characters at its start that the previous chunk already ends with. */
	readonly repeated: number;
}

type RunState = "loading" | ReadonlyMap<number, DisplayChunk>;

/** The text of one document, loaded in runs of chunks as they become visible. */
export class DocumentText {
	/** Raised with every loaded run, so that views render again. */
	readonly version: ReadonlySignal<number>;
	/** Why a run could not be loaded, as a sentence. */
	readonly failure: ReadonlySignal<string | undefined>;
	#version = signal(0);
	#failure = signal<string | undefined>(undefined);
	#api: Pick<Api, "readChunks" | "findChunk">;
	#n: number;
	/** Ordered by use: the most recently visible run is last. */
	#runs = new Map<number, RunState>();

	constructor(api: Pick<Api, "readChunks" | "findChunk">, n: number) {
		this.#api = api;
		this.#n = n;
		this.version = this.#version;
		this.failure = this.#failure;
	}

	/** A chunk, if it is loaded. */
	chunk(index: number): DisplayChunk | undefined {
		const run = this.#runs.get(Math.floor(index / RUN_LENGTH));
		return run === undefined || run === "loading" ? undefined : run.get(index);
	}

	/** Loads the chunks from `start` up to, but not including, `end`. */
	request(start: number, end: number): void {
		for (let run = Math.floor(start / RUN_LENGTH); run * RUN_LENGTH < end; run++) {
			const state = this.#runs.get(run);
			this.#runs.delete(run);
			this.#runs.set(run, state ?? "loading");
			if (state === undefined) void this.#fetch(run);
		}
		for (const run of this.#runs.keys()) {
			if (this.#runs.size <= MAX_RUNS) break;
			this.#runs.delete(run);
		}
	}

	/** Tries again after a failure. */
	retry(): void {
		this.#failure.value = undefined;
		this.#version.value = this.#version.peek() + 1;
	}

	/** The index of the chunk that contains a character, or begins a page. */
	async find(where: { readonly at: number } | { readonly page: number }): Promise<number | undefined> {
		const answer = await this.#api.findChunk(this.#n, where);
		if (!answer.ok) {
			this.#failure.value = failureSentence(answer.problem);
			return undefined;
		}
		return answer.value.chunks[0]?.index;
	}

	async #fetch(run: number): Promise<void> {
		// The chunk before the run is needed to compute the first one's overlap.
		const from = Math.max(0, run * RUN_LENGTH - 1);
		const answer = await this.#api.readChunks(this.#n, from, run * RUN_LENGTH + RUN_LENGTH - from);
		if (this.#runs.get(run) !== "loading") return;
		if (!answer.ok) {
			this.#runs.delete(run);
			this.#failure.value = failureSentence(answer.problem);
			return;
		}
		let end = 0;
		const chunks = new Map<number, DisplayChunk>();
		for (const chunk of answer.value.chunks) {
			chunks.set(chunk.index, { ...chunk, repeated: Math.max(0, end - chunk.start) });
			end = chunk.end;
		}
		this.#runs.set(run, chunks);
		this.#failure.value = undefined;
		this.#version.value = this.#version.peek() + 1;
	}
}
