/** Percentiles of many durations, in milliseconds. The keys are part of what `load --json` prints. */
export interface Latencies {
	readonly count: number;
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	/** The longest. */
	readonly most: number;
}

/** Nearest-rank percentiles: each is a duration that was measured, not an interpolation. */
export function latenciesOf(durations: readonly number[]): Latencies {
	const sorted = [...durations].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
	return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
