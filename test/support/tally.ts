import { mkdirSync, writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Where `.ci/run` finds the counts, which it prints when its other checks are done too. */
const TALLY = "test-results/tally.json";

/** Counts tests, and failures outside of tests (a file that cannot be loaded, a broken hook), for machines to read. */
export class Tally implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
		const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
		for (const module of modules) {
			const before = counts.failed;
			for (const test of module.children.allTests()) {
				const { state } = test.result();
				if (state !== "pending") counts[state]++;
			}
			if (!module.ok() && counts.failed === before) counts.failed++;
		}
		mkdirSync("test-results", { recursive: true });
		writeFileSync(TALLY, JSON.stringify(counts));
	}
}
