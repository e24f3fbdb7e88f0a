/** How long something took, many times over. */
export interface Latencies {
	readonly count: number;
	/** Milliseconds: half took no longer, 95 and 99 of a hundred took no longer, none took longer. */
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly most: number;
}

/** Nearest-rank percentiles: each is a time that was really measured. */
export function latenciesOf(times: readonly number[]): Latencies {
	const sorted = [...times].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
	return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
