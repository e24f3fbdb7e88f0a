import { words } from "../words/words.ts";
import type { Latencies } from "./latencies.ts";

/** The result of a load; `--json` prints it as it is. Times are in milliseconds. */
export interface LoadReport {
	readonly server: string;
	readonly files: number;
	/** Bytes of each file. */
	readonly size: number;
	readonly seed: number;
	readonly failed: number;
	/** From the announcement until the stream reported the last file as stored. */
	readonly stored: number;
	/** From the announcement until the last facts. */
	readonly read: number;
	/** Requests that carry bytes. */
	readonly requests: Latencies;
	/** Per file, from stored to read. */
	readonly waits: Latencies;
	/** The peak memory of this program, in bytes. */
	readonly memory: number;
}

/** The numbers as lines for people. */
export function reportText(report: LoadReport): string {
	const { server, files, size, failed, stored, read, requests, waits, memory } = report;
	const bytes = files * size;
	const { load } = words;
	return [
		load.title(files, size, server),
		load.stored(files, bytes, stored / 1000),
		load.read(files, bytes, read / 1000),
		load.requests(requests),
		load.waits(waits),
		load.memory(memory),
		load.failed(failed),
		"",
	].join("\n");
}
