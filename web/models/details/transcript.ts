import { type ReadonlySignal, signal } from "@preact/signals";
import type { ApiResult } from "../../../client/http.ts";
import type { ChunksReply } from "../../../src/protocol/text/chunk.ts";
import type { FoundPlace } from "../search/found-place.ts";
import { findMarks } from "../search/marked-text.ts";

/** One spoken line. */
export interface SpokenLine {
	/** Seconds from the start. */
	readonly start: number;
	readonly text: string;
}

/** Loads a page of a file's text, starting at a chunk. */
export type ReadChunks = (n: number, from: number) => ApiResult<ChunksReply>;

/** The transcript of a recording, loaded page by page, and the line currently spoken. */
export class Transcript {
	readonly lines: ReadonlySignal<readonly SpokenLine[]>;
	/** The index of the line being spoken; -1 before the first. */
	readonly current: ReadonlySignal<number>;
	#lines = signal<readonly SpokenLine[]>([]);
	#current = signal(-1);
	#readChunks: ReadChunks;

	constructor(readChunks: ReadChunks) {
		this.#readChunks = readChunks;
		this.lines = this.#lines;
		this.current = this.#current;
	}

	/** Loads all lines in order, showing them as they arrive. A page that fails ends it. */
	async load(n: number): Promise<void> {
		for (let from = 0; ; ) {
			const answer = await this.#readChunks(n, from);
			if (!answer.ok || answer.value.chunks.length === 0) return;
			this.#lines.value = [...this.#lines.value, ...linesOf(answer.value)];
			from += answer.value.chunks.length;
			if (from >= answer.value.total) return;
		}
	}

	/** Sets the playback position in seconds. */
	setTime(seconds: number): void {
		this.#current.value = lineAt(this.#lines.value, seconds);
	}
}

function linesOf({ chunks }: ChunksReply): SpokenLine[] {
	return chunks.flatMap(({ text, place }) => {
		const times = place.lines ?? [];
		const words = text.split("\n");
		return times.map((start, index) => ({ start, text: words[index] ?? "" }));
	});
}

/** The index of the last line that starts at or before a second; -1 if there is none. */
export function lineAt(lines: readonly SpokenLine[], seconds: number): number {
	let [low, high] = [0, lines.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((lines[middle]?.start ?? 0) <= seconds) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

/** Whether a line is in the part of a recording where something was found. */
export function isFoundLine({ start }: SpokenLine, { place }: FoundPlace): boolean {
	const { lines = [] } = place;
	return start >= (lines[0] ?? Number.POSITIVE_INFINITY) && start <= (lines.at(-1) ?? 0);
}

/** The second at which the match is spoken; `undefined` until its lines are loaded. */
export function foundTime(lines: readonly SpokenLine[], found: FoundPlace): number | undefined {
	const matching = lines.filter((line) => isFoundLine(line, found));
	if (matching.length < (found.place.lines?.length ?? 1)) return undefined;
	return (matching.find(({ text }) => findMarks(text, found.words).length > 0) ?? matching[0])?.start;
}
