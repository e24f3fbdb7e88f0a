import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Change } from "../../../src/protocol/files/change.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";

/** One recorded tick: its time (milliseconds since the first), its changes, and the stored bytes of uploads in progress. */
export interface RecordedTick {
	readonly at: number;
	readonly changes: readonly Change[];
	readonly stored?: Readonly<Record<string, number>>;
}

/** A run of a real server, reduced to what a forecast uses. */
export interface RecordedRun {
	readonly name: string;
	readonly ticks: readonly RecordedTick[];
}

const FOLDER = fileURLToPath(new URL("../../../bench/recorded", import.meta.url));

/** The fields of a file change that a forecast uses; names and facts are left out. */
const KEPT = [
	"file",
	"batch",
	"removed",
	"size",
	"type",
	"state",
	"progress",
	"ticket",
	"stored",
	"kind",
	"took",
	"retryAt",
];

function withoutWords(change: Change): Change {
	if (!isFileChange(change)) return change;
	return Object.fromEntries(Object.entries(change).filter(([name]) => KEPT.includes(name))) as Change;
}

/** Reduces frames to what a forecast uses. */
export function recordingOf(name: string, frames: readonly Frame[]): RecordedRun {
	const began = frames[0]?.at ?? 0;
	const ticks = frames.map(({ at, changes, gauges }) => {
		const stored = gauges?.stored && Object.keys(gauges.stored).length > 0 ? gauges.stored : undefined;
		return { at: at - began, changes: changes.map(withoutWords), ...(stored && { stored }) };
	});
	return { name, ticks };
}

/** Saves a run as gzipped JSON lines, one per tick. */
export function keepRun({ name, ticks }: RecordedRun): void {
	const text = ticks.map((tick) => `${JSON.stringify(tick)}\n`).join("");
	writeFileSync(`${FOLDER}/${name}.jsonl.gz`, gzipSync(text, { level: 9 }));
}

/** All saved runs. */
export function keptRuns(): RecordedRun[] {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith(".jsonl.gz"));
	return files.sort().map((file) => {
		const lines = gunzipSync(readFileSync(`${FOLDER}/${file}`))
			.toString()
			.trimEnd()
			.split("\n");
		const ticks = lines.map((line) => JSON.parse(line) as RecordedTick);
		return { name: file.replace(".jsonl.gz", ""), ticks };
	});
}
