import { describe, expect, test } from "vitest";
import type { AskModel } from "../../../src/extract/ask-model.ts";
import type { ByteSource } from "../../../src/extract/reader.ts";
import { MemoryDesk, PausedError, type Step } from "../../../src/extract/resume-store.ts";
import { extractFile, type FileToExtract } from "../../../src/extract/run.ts";
import type { FileBeside } from "../../../src/extract/sidecar-file.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { ok } from "../../../src/protocol/result.ts";
import { makeMatroska, type Said } from "../../fixtures/matroska.ts";
import { makeFilm } from "../../fixtures/mp4.ts";
import { makeWav } from "../../fixtures/wav.ts";
import { sourceOf } from "../from-bytes.ts";

const WORDS = [
	"Bytes stored are honest.",
	"Bytes sent are not.",
	"A queue keeps its order.",
	"A map shows topics.",
];

/** An isolate that is killed at its so-manieth moment; moments are reads, steps that are kept, stages, and calls of a model. */
class Isolate {
	moments = 0;
	readonly #dies: number;

	constructor(dies = Number.POSITIVE_INFINITY) {
		this.#dies = dies;
	}

	/** One moment; nothing happens any more once it is dead. */
	live(): void {
		this.moments += 1;
		if (this.moments >= this.#dies) throw new Error("killed");
	}

	get isDead(): boolean {
		return this.moments >= this.#dies;
	}
}

/** The rows of a session: what an isolate keeps is kept whole or not at all, and survives it. */
class Rows {
	readonly kept: Step[] = [];

	/** The desk of one life. Each turn ends after one step, so that every place to go on from is tried. */
	desk(isolate: Isolate): MemoryDesk {
		const { kept } = this;
		let steps = 0;
		class Desk extends MemoryDesk {
			override keep(step: Step): void {
				isolate.live();
				kept.push(structuredClone(step));
				steps += 1;
				super.keep(step);
				isolate.live();
			}

			override async breathe(): Promise<void> {
				isolate.live();
				if (steps > 0) throw new PausedError();
			}
		}
		const desk = new Desk();
		for (const step of kept) MemoryDesk.prototype.keep.call(desk, structuredClone(step));
		return desk;
	}
}

function watchedSource(source: ByteSource, isolate: Isolate): ByteSource {
	return {
		size: source.size,
		read: (offset, length) => {
			isolate.live();
			return source.read(offset, length);
		},
	};
}

interface Recording {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly captions?: string;
	readonly hears?: boolean;
}

/** Lives one life of a reading: to its end, to the end of its turn, or to its death. */
async function live(recording: Recording, rows: Rows, isolate: Isolate): Promise<Facts | undefined> {
	const { name, bytes, captions, hears } = recording;
	const model: AskModel = async () => {
		isolate.live();
		return ok({
			text: "x",
			segments: WORDS.map((text, index) => ({ start: index * 9, end: index * 9 + 1, text })),
		});
	};
	const side = sourceOf(new TextEncoder().encode(captions ?? ""));
	const files: FileBeside[] = captions
		? [{ n: 2, name: "talk.srt", source: watchedSource(side, isolate) }]
		: [];
	const file: FileToExtract = {
		name,
		source: watchedSource(sourceOf(bytes), isolate),
		now: () => 0,
		desk: rows.desk(isolate),
		beside: () => files,
		...(hears && { model }),
	};
	try {
		const { result } = await extractFile(file, () => isolate.live());
		// What a dead isolate answers reaches nobody.
		return isolate.isDead || !result.ok ? undefined : result.value;
	} catch (error) {
		if (isolate.isDead || error instanceof PausedError) return undefined;
		throw error;
	}
}

/** Reads to the end, in as many turns as it takes; dies at its so-manieth moment, and is then begun anew. */
async function readWith(recording: Recording, dies?: number) {
	const rows = new Rows();
	let left = dies;
	for (let lives = 0; lives < 200; lives++) {
		const isolate = new Isolate(left);
		const facts = await live(recording, rows, isolate);
		if (facts !== undefined) {
			const chunks = rows.desk(new Isolate()).chunks(0, 1_000);
			const { read: _read, ...told } = facts;
			const searched = rows.kept.flatMap(({ search }) => search ?? []);
			return { told, chunks, searched, died: left === undefined };
		}
		if (left !== undefined) left = isolate.isDead ? undefined : left - isolate.moments;
	}
	throw new Error("It never ended.");
}

function captionsOf(count: number): Said[] {
	return Array.from({ length: count }, (_, index) => [index * 2, index * 2 + 2, WORDS[index % 4] ?? ""]);
}

const SRT = captionsOf(34)
	.map(([from, to, words], index) => `${index}\n00:00:${pad(from)},000 --> 00:00:${pad(to)},000\n${words}\n`)
	.join("\n");

function pad(seconds: number): string {
	return String(seconds).padStart(2, "0");
}

const RECORDINGS: readonly (readonly [string, Recording])[] = [
	[
		"film",
		{ name: "talk.mp4", bytes: makeFilm({ captions: captionsOf(34).map(([, , words]) => [2, words]) }) },
	],
	["Matroska film", { name: "talk.mkv", bytes: makeMatroska({ captions: captionsOf(34) }) }],
	["film with captions beside it", { name: "talk.mp4", bytes: makeFilm({}), captions: SRT }],
	["recording that is listened to", { name: "talk.wav", bytes: makeWav({ seconds: 5 }), hears: true }],
];

describe("a reading that is killed", () => {
	test.each(RECORDINGS)(
		"at any moment of a %s ends as if it had not been",
		{ timeout: 120_000 },
		async (_what, recording) => {
			const whole = await readWith(recording);
			expect(whole.chunks.length).toBeGreaterThan(0);
			let moments = 0;
			for (let dies = 1; ; dies += 2) {
				const { told, chunks, searched, died } = await readWith(recording, dies);
				// It lived to its end: every moment was tried.
				if (!died) break;
				moments += 1;
				expect(told, `killed at moment ${dies}`).toEqual(whole.told);
				expect(chunks).toEqual(whole.chunks);
				expect(searched.at(-1)?.to).toBe(whole.chunks.length);
			}
			expect(moments).toBeGreaterThan(8);
		},
	);
});
