import { bytesText, countText } from "../progress/amounts.ts";
import { filesText, paceText } from "../sentences.ts";
import type { Latencies } from "./latencies.ts";

/** What a load came to. Times are in milliseconds. */
export interface LoadReport {
	readonly server: string;
	readonly files: number;
	/** Bytes of each. */
	readonly size: number;
	readonly seed: number;
	readonly failed: number;
	/** From the announcement to the last byte in storage, as the stream told it. */
	readonly stored: number;
	/** From the announcement to the last fact. */
	readonly read: number;
	/** One request that carries bytes. */
	readonly requests: Latencies;
	/** One file, from its place in storage to its facts. */
	readonly waits: Latencies;
	/** Most bytes of memory that this program itself took. */
	readonly memory: number;
}

function latencyText({ count, p50, p95, p99, most }: Latencies): string {
	const ms = (value: number) => `${countText(Math.round(value))} ms`;
	return `${countText(count)}: half within ${ms(p50)}, 95 % ${ms(p95)}, 99 % ${ms(p99)}, all ${ms(most)}`;
}

/** The numbers as lines for a person. */
export function reportText(report: LoadReport): string {
	const { server, files, size, failed, stored, read, requests, waits, memory } = report;
	const bytes = files * size;
	return [
		`${filesText(files)} of ${bytesText(size)} to ${server}`,
		`stored    ${paceText(files, bytes, stored / 1000)}`,
		`read      ${paceText(files, bytes, read / 1000)}`,
		`requests  ${latencyText(requests)}`,
		`waits     ${latencyText(waits)}, from stored to read`,
		`memory    ${bytesText(memory)} of this program`,
		`failed    ${countText(failed)}`,
		"",
	].join("\n");
}
