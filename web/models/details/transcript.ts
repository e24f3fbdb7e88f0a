import { type ReadonlySignal, signal } from "@preact/signals";
import type { Answer } from "../../../client/http/request.ts";
import type { ChunksReply } from "../../../src/protocol/text/chunks-reply.ts";
import type { FoundPlace } from "../search/found-place.ts";
import { marksIn } from "../search/marked-text.ts";

/** One line that is said. */
export interface SpokenLine {
	/** Seconds from the beginning. */
	readonly start: number;
	readonly text: string;
}

/** Reads a page of a file's text, from a chunk on. */
export type ReadChunks = (n: number, from: number) => Answer<ChunksReply>;

/** What is said in one recording, read page by page, and the line that is said now. */
export class Transcript {
	readonly lines: ReadonlySignal<readonly SpokenLine[]>;
	/** The number of the line that is being said; -1 before the first. */
	readonly current: ReadonlySignal<number>;
	#lines = signal<readonly SpokenLine[]>([]);
	#current = signal(-1);
	#readChunks: ReadChunks;

	constructor(readChunks: ReadChunks) {
		this.#readChunks = readChunks;
		this.lines = this.#lines;
		this.current = this.#current;
	}

	/** Reads all there is, in order. What has come is shown meanwhile; a page that fails ends it there. */
	async load(n: number): Promise<void> {
		for (let from = 0; ; ) {
			const answer = await this.#readChunks(n, from);
			if (!answer.ok || answer.value.chunks.length === 0) return;
			this.#lines.value = [...this.#lines.value, ...linesOf(answer.value)];
			from += answer.value.chunks.length;
			if (from >= answer.value.total) return;
		}
	}

	/** The recording plays at this second. */
	playsAt(seconds: number): void {
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

/** The last line that begins at or before a second. */
export function lineAt(lines: readonly SpokenLine[], seconds: number): number {
	let [low, high] = [0, lines.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((lines[middle]?.start ?? 0) <= seconds) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

/** Whether a line belongs to the piece of a recording in which something was found. */
export function isOfFound({ start }: SpokenLine, { place }: FoundPlace): boolean {
	const { lines = [] } = place;
	return start >= (lines[0] ?? Number.POSITIVE_INFINITY) && start <= (lines.at(-1) ?? 0);
}

/** The second at which what was found is said; `undefined` until its lines are here. */
export function momentOf(lines: readonly SpokenLine[], found: FoundPlace): number | undefined {
	const own = lines.filter((line) => isOfFound(line, found));
	if (own.length < (found.place.lines?.length ?? 1)) return undefined;
	return (own.find(({ text }) => marksIn(text, found.words).length > 0) ?? own[0])?.start;
}
