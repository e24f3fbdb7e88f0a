import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extractFile } from "../src/extract/extract-file.ts";
import type { ByteSource } from "../src/extract/ranged-reader.ts";
import { MemoryResumeStore, PausedError } from "../src/extract/resume-store.ts";
import type { SidecarFile } from "../src/extract/sidecar-file.ts";
import { isCaptionName } from "../src/protocol/files/caption-name.ts";
import { figure, median, printMachine, printTable } from "./support/report.ts";

/*
 * The cost of reading a recording: bytes and requests of storage, and the time of each stage, without the network. Every file
 * of `shared/data/media` is read as the service reads it: in slices, with the caption files available.
 */

const FOLDER = join(import.meta.dirname, "../../shared/data/media");
const ROUNDS = 5;

const STAGES = ["metadata_extraction", "transcript_generation", "content_analysis", "indexing"];

/** An in-memory source that counts its reads. */
function counted(bytes: Uint8Array) {
	const spent = { bytes: 0, requests: 0 };
	const source: ByteSource = {
		size: bytes.length,
		async read(offset, length) {
			spent.bytes += length;
			spent.requests += 1;
			return bytes.subarray(offset, offset + length);
		},
	};
	return { source, spent };
}

/** Reads one file; returns its cost, and the time of each stage (ms). */
async function read(name: string, bytes: Uint8Array, sidecars: readonly SidecarFile[]) {
	const { source, spent } = counted(bytes);
	const resumeStore = new MemoryResumeStore();
	const stages = new Map<string, number>();
	let last = performance.now();
	for (let turns = 1; turns < 100; turns++) {
		try {
			const file = { name, source, now: Date.now, resumeStore, sidecars: () => sidecars };
			const { result, kind } = await extractFile(file, ({ stage }) => {
				const now = performance.now();
				stages.set(stage, (stages.get(stage) ?? 0) + now - last);
				last = now;
			});
			const cues = result.ok ? result.value.summary.find((fact) => fact.name === "transcript") : undefined;
			const topics = result.ok ? (result.value.mindMap?.children.length ?? 0) : 0;
			return { kind, spent, stages, turns, cues: Number(cues?.value ?? 0), topics, ok: result.ok };
		} catch (error) {
			if (!(error instanceof PausedError)) throw error;
		}
	}
	throw new Error(`${name} never ended.`);
}

function kb(bytes: number): string {
	return figure(bytes / 1000, 1);
}

if (existsSync(FOLDER)) {
	const names = readdirSync(FOLDER).sort();
	const captions = names.filter(isCaptionName);
	const rows: string[][] = [];
	for (const name of names.filter((other) => !isCaptionName(other) && !other.endsWith(".json"))) {
		const bytes = new Uint8Array(readFileSync(join(FOLDER, name)));
		const sidecars = captions.map((caption, n) => {
			return {
				n,
				name: caption,
				source: counted(new Uint8Array(readFileSync(join(FOLDER, caption)))).source,
			};
		});
		const rounds: Awaited<ReturnType<typeof read>>[] = [];
		for (let round = 0; round < ROUNDS; round++) rounds.push(await read(name, bytes, sidecars));
		const [one] = rounds;
		if (one === undefined) continue;
		const ms = (stage: string) => figure(median(rounds.map(({ stages }) => stages.get(stage) ?? 0)), 1);
		rows.push([
			name,
			kb(bytes.length),
			kb(one.spent.bytes),
			String(one.spent.requests),
			one.ok ? String(one.cues) : "refused",
			String(one.topics),
			...STAGES.map(ms),
		]);
	}
	printMachine();
	printTable(
		`Reading recordings, median of ${ROUNDS}`,
		[
			"file",
			"kB",
			"kB read",
			"reads",
			"captions",
			"topics",
			"facts, ms",
			"words, ms",
			"keywords, ms",
			"index, ms",
		],
		rows,
	);
} else console.warn("The recordings of shared/data/media are missing: nothing is measured.");
