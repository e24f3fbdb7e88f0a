import type { Change } from "../../../src/protocol/files/change.ts";
import type { Chance } from "../seed.ts";
import type { RecordedRun, RecordedTick } from "./recorded-run.ts";

/** A simulated run: file sizes and read costs, the connection's speed, and the number of concurrent reads. */
export interface Simulation {
	readonly sizes: readonly number[];
	/** Milliseconds to read each file. */
	readonly costs: readonly number[];
	/** Bytes received per millisecond. */
	readonly bytesPerMs: number;
	readonly readers: number;
}

/** Simulates a run, event by event. */
export function simulate({ sizes, costs, bytesPerMs, readers }: Simulation, chance: Chance): RecordedRun {
	const announced: Change[] = sizes.map((size, index) => {
		return { file: index + 1, batch: 1, name: "", size, type: "image/jpeg", state: "expected" };
	});
	const ticks: RecordedTick[] = [{ at: 0, changes: [{ batch: 1, key: "run" }, ...announced] }];
	const events: { readonly at: number; readonly change: Change }[] = [];
	const free = Array.from({ length: readers }, () => 0);
	let sent = 0;
	for (const [index, size] of sizes.entries()) {
		const file = index + 1;
		sent += (size + 20_000) / bytesPerMs;
		const change = { file, state: "queued", stored: size, ticket: file, progress: 10 } as const;
		events.push({ at: sent, change });
		free.sort((a, b) => a - b);
		const took = (costs[index] ?? 1) * (0.8 + 0.4 * chance.next());
		const start = Math.max(sent, free[0] ?? 0);
		free[0] = start + took;
		events.push({ at: start, change: { file, state: "processing", attempt: 1 } });
		const done = { state: "completed", progress: 100, kind: "image", took: Math.round(took) } as const;
		events.push({ at: start + took, change: { file, ...done } });
	}
	for (const { at, change } of events.sort((a, b) => a.at - b.at)) ticks.push({ at, changes: [change] });
	return { name: "simulated", ticks };
}
