import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Change } from "../../src/protocol/change.ts";
import type { Frame } from "../../src/protocol/frame.ts";
import { isFileChange } from "../../src/protocol/is-file-change.ts";

/** One tick of a run as it was recorded: when (milliseconds since the first), the changes, and bytes of uploads under way. */
export interface RecordedTick {
	readonly at: number;
	readonly changes: readonly Change[];
	readonly stored?: Readonly<Record<string, number>>;
}

/** A run of a real server, with all that a forecast sees of it and nothing else. */
export interface RecordedRun {
	readonly name: string;
	readonly ticks: readonly RecordedTick[];
}

const FOLDER = fileURLToPath(new URL("../../bench/recorded", import.meta.url));

/** Names and facts of files tell a forecast nothing. */
function withoutWords(change: Change): Change {
	if (!isFileChange(change)) return change;
	const { name: _, path: __, stage: ___, problem: ____, mime: _____, at: ______, ...rest } = change;
	return rest;
}

/** What a forecast needs of frames, from the first one on. */
export function recordingOf(name: string, frames: readonly Frame[]): RecordedRun {
	const began = frames[0]?.at ?? 0;
	const ticks = frames.map(({ at, changes, gauges }) => {
		const stored = gauges?.stored && Object.keys(gauges.stored).length > 0 ? gauges.stored : undefined;
		return { at: at - began, changes: changes.map(withoutWords), ...(stored && { stored }) };
	});
	return { name, ticks };
}

/** Keeps a run: a line of JSON a tick, compressed. */
export function keepRun({ name, ticks }: RecordedRun): void {
	const text = ticks.map((tick) => `${JSON.stringify(tick)}\n`).join("");
	writeFileSync(`${FOLDER}/${name}.jsonl.gz`, gzipSync(text, { level: 9 }));
}

/** All runs that were kept. */
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
