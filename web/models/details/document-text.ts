import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../../../client/http/api.ts";
import type { Chunk } from "../../../src/protocol/text/chunk.ts";
import { sentence } from "../failure-sentence.ts";

/** Chunks that are asked for at once: some screens, and about 130 KB. */
const RUN = 64;

/** Runs that are kept, about 5 MB: whoever goes further asks for the first ones again when going back. */
const MAX_RUNS = 40;

/** A chunk as it is read: behind what the one before it has said already. */
export interface ReadChunk extends Chunk {
	/** Characters at its beginning that the chunk before it ends with. */
	readonly repeated: number;
}

type Asking = "asked" | ReadonlyMap<number, ReadChunk>;

/** The text of one document, fetched in runs where it is looked at. */
export class DocumentText {
	/** Raised with everything that comes: whoever shows the text looks again. */
	readonly version: ReadonlySignal<number>;
	/** Why a run is not here, as a sentence. */
	readonly failure: ReadonlySignal<string | undefined>;
	#version = signal(0);
	#failure = signal<string | undefined>(undefined);
	#api: Pick<Api, "readChunks" | "findChunk">;
	#n: number;
	/** The one that was looked at last is the last one. */
	#runs = new Map<number, Asking>();

	constructor(api: Pick<Api, "readChunks" | "findChunk">, n: number) {
		this.#api = api;
		this.#n = n;
		this.version = this.#version;
		this.failure = this.#failure;
	}

	/** A chunk, if it is here. */
	chunk(index: number): ReadChunk | undefined {
		const run = this.#runs.get(Math.floor(index / RUN));
		return run === undefined || run === "asked" ? undefined : run.get(index);
	}

	/** Somebody looks at the chunks from `start` up to, and without, `end`. */
	want(start: number, end: number): void {
		for (let run = Math.floor(start / RUN); run * RUN < end; run++) {
			const there = this.#runs.get(run);
			this.#runs.delete(run);
			this.#runs.set(run, there ?? "asked");
			if (there === undefined) void this.#fetch(run);
		}
		for (const run of this.#runs.keys()) {
			if (this.#runs.size <= MAX_RUNS) break;
			this.#runs.delete(run);
		}
	}

	/** Asks again for what did not come. */
	again(): void {
		this.#failure.value = undefined;
		this.#version.value = this.#version.peek() + 1;
	}

	/** The number of the chunk that holds a character, or with which a page begins. */
	async find(where: { readonly at: number } | { readonly page: number }): Promise<number | undefined> {
		const answer = await this.#api.findChunk(this.#n, where);
		if (!answer.ok) {
			this.#failure.value = sentence(answer.problem);
			return undefined;
		}
		return answer.value.chunks[0]?.index;
	}

	async #fetch(run: number): Promise<void> {
		// The one before the first tells what the first repeats.
		const from = Math.max(0, run * RUN - 1);
		const answer = await this.#api.readChunks(this.#n, from, run * RUN + RUN - from);
		if (this.#runs.get(run) !== "asked") return;
		if (!answer.ok) {
			this.#runs.delete(run);
			this.#failure.value = sentence(answer.problem);
			return;
		}
		let end = 0;
		const chunks = new Map<number, ReadChunk>();
		for (const chunk of answer.value.chunks) {
			chunks.set(chunk.index, { ...chunk, repeated: Math.max(0, end - chunk.start) });
			end = chunk.end;
		}
		this.#runs.set(run, chunks);
		this.#failure.value = undefined;
		this.#version.value = this.#version.peek() + 1;
	}
}
