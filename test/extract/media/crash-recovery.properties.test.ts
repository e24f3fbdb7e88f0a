import { describe, expect, test } from "vitest";
import type { AskModel } from "../../../src/extract/ask-model.ts";
import { extractFile } from "../../../src/extract/extract-file.ts";
import type { ExtractionRequest } from "../../../src/extract/extraction.ts";
import type { ByteSource } from "../../../src/extract/ranged-reader.ts";
import {
	type ExtractionCheckpoint,
	MemoryResumeStore,
	PausedError,
} from "../../../src/extract/resume-store.ts";
import type { SidecarFile } from "../../../src/extract/sidecar-file.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { ok } from "../../../src/protocol/result.ts";
import { makeMatroska, type TimedCaption } from "../../fixtures/matroska.ts";
import { makeFilm } from "../../fixtures/mp4.ts";
import { makeWav } from "../../fixtures/wav.ts";
import { sourceOf } from "../from-bytes.ts";

const WORDS = [
	"Bytes stored are honest.",
	"Bytes sent are not.",
	"A queue keeps its order.",
	"A map shows topics.",
];

/** An isolate that is killed at its n-th operation: a read, a save, a stage report or a call to the model. */
class Isolate {
	operations = 0;
	readonly #killAt: number;

	constructor(killAt = Number.POSITIVE_INFINITY) {
		this.#killAt = killAt;
	}

	/** Counts one operation; throws from the fatal one on. */
	step(): void {
		this.operations += 1;
		if (this.operations >= this.#killAt) throw new Error("killed");
	}

	get isDead(): boolean {
		return this.operations >= this.#killAt;
	}
}

/** The stored rows of a session: a checkpoint is saved completely or not at all, and survives the isolate. */
class Rows {
	readonly saved: ExtractionCheckpoint[] = [];

	/** The store of one isolate. Each turn ends after one save, so that resuming from every checkpoint is tried. */
	store(isolate: Isolate): MemoryResumeStore {
		const { saved } = this;
		let saves = 0;
		class Store extends MemoryResumeStore {
			override save(checkpoint: ExtractionCheckpoint): void {
				isolate.step();
				saved.push(structuredClone(checkpoint));
				saves += 1;
				super.save(checkpoint);
				isolate.step();
			}

			override async yieldToLoop(): Promise<void> {
				isolate.step();
				if (saves > 0) throw new PausedError();
			}
		}
		const store = new Store();
		for (const checkpoint of saved) MemoryResumeStore.prototype.save.call(store, structuredClone(checkpoint));
		return store;
	}
}

/** A source whose reads count as operations. */
function countedSource(source: ByteSource, isolate: Isolate): ByteSource {
	return {
		size: source.size,
		read: (offset, length) => {
			isolate.step();
			return source.read(offset, length);
		},
	};
}

interface Recording {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly captions?: string;
	readonly usesModel?: boolean;
}

/** Runs one isolate until the extraction ends, its turn ends, or it is killed; the facts in the first case. */
async function runIsolate(recording: Recording, rows: Rows, isolate: Isolate): Promise<Facts | undefined> {
	const { name, bytes, captions, usesModel } = recording;
	const model: AskModel = async () => {
		isolate.step();
		return ok({
			text: "x",
			segments: WORDS.map((text, index) => ({ start: index * 9, end: index * 9 + 1, text })),
		});
	};
	const sidecar = sourceOf(new TextEncoder().encode(captions ?? ""));
	const files: SidecarFile[] = captions
		? [{ n: 2, name: "talk.srt", source: countedSource(sidecar, isolate) }]
		: [];
	const file: ExtractionRequest = {
		name,
		source: countedSource(sourceOf(bytes), isolate),
		now: () => 0,
		resumeStore: rows.store(isolate),
		sidecars: () => files,
		...(usesModel && { model }),
	};
	try {
		const { result } = await extractFile(file, () => isolate.step());
		// The answer of a killed isolate is lost.
		return isolate.isDead || !result.ok ? undefined : result.value;
	} catch (error) {
		if (isolate.isDead || error instanceof PausedError) return undefined;
		throw error;
	}
}

/** Extracts in as many turns as it takes. The isolate is killed once, at its `killAt`-th operation, and restarted. */
async function extractKilledAt(recording: Recording, killAt?: number) {
	const rows = new Rows();
	let left = killAt;
	for (let isolates = 0; isolates < 200; isolates++) {
		const isolate = new Isolate(left);
		const facts = await runIsolate(recording, rows, isolate);
		if (facts !== undefined) {
			const chunks = await rows.store(new Isolate()).chunks(0, 1_000);
			const { read: _read, ...comparable } = facts;
			const searched = rows.saved.flatMap(({ searchable }) => searchable ?? []);
			return { comparable, chunks, searched, wasKilled: left === undefined };
		}
		if (left !== undefined) left = isolate.isDead ? undefined : left - isolate.operations;
	}
	throw new Error("It never ended.");
}

function captionsOf(count: number): TimedCaption[] {
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
		"MP4 video",
		{ name: "talk.mp4", bytes: makeFilm({ captions: captionsOf(34).map(([, , words]) => [2, words]) }) },
	],
	["Matroska video", { name: "talk.mkv", bytes: makeMatroska({ captions: captionsOf(34) }) }],
	["video with a caption file", { name: "talk.mp4", bytes: makeFilm({}), captions: SRT }],
	[
		"recording with speech recognition",
		{ name: "talk.wav", bytes: makeWav({ seconds: 5 }), usesModel: true },
	],
];

describe("an extraction that is killed", () => {
	test.each(RECORDINGS)(
		"at any operation gives the same result for a %s",
		{ timeout: 120_000 },
		async (_what, recording) => {
			const undisturbed = await extractKilledAt(recording);
			expect(undisturbed.chunks.length).toBeGreaterThan(0);
			let kills = 0;
			for (let killAt = 1; ; killAt += 2) {
				const { comparable, chunks, searched, wasKilled } = await extractKilledAt(recording, killAt);
				// It ended before that operation, so every earlier one was tried.
				if (!wasKilled) break;
				kills += 1;
				expect(comparable, `killed at operation ${killAt}`).toEqual(undisturbed.comparable);
				expect(chunks).toEqual(undisturbed.chunks);
				expect(searched.at(-1)?.to).toBe(undisturbed.chunks.length);
			}
			expect(kills).toBeGreaterThan(8);
		},
	);
});
