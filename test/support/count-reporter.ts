import { mkdirSync, writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** `.ci/run` reads the counts from this file and prints them after its other checks. */
const COUNTS_FILE = "test-results/tally.json";

/**
 * Writes the number of passed, failed and skipped tests as JSON. Counts failures outside tests (a file that cannot be
 * loaded, a broken hook) as failed.
 */
export class CountReporter implements Reporter {
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
		writeFileSync(COUNTS_FILE, JSON.stringify(counts));
	}
}
