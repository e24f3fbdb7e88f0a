import { expect } from "vitest";
import { MAX_FACTS_CHARS } from "../../../src/extract/limits.ts";
import { extractBytes } from "../from-bytes.ts";

/** Most milliseconds for a hostile file: far above what a normal one takes, and still no noticeable wait. */
const MAX_MS = 2000;

/** Whatever the bytes are, the answer comes soon, is bounded and is written in sentences. */
export async function expectSafeResult(bytes: Uint8Array): Promise<void> {
	const start = performance.now();
	const { result } = await extractBytes(bytes);
	expect(performance.now() - start).toBeLessThan(MAX_MS);
	if (!result.ok) {
		expect(result.problem.detail).toMatch(/^[A-Z].*[.:]?$/s);
		return;
	}
	const { quality, groups, warnings } = result.value;
	expect(JSON.stringify(groups).length).toBeLessThan(MAX_FACTS_CHARS * 1.5);
	for (const score of [quality.completeness, quality.confidence]) {
		expect(score).toBeGreaterThanOrEqual(0);
		expect(score).toBeLessThanOrEqual(1);
	}
	for (const sentence of [...warnings, ...quality.reasons.map(({ text }) => text)])
		expect(sentence).toMatch(/^[A-Z0-9]/);
	expect(JSON.parse(JSON.stringify(result.value))).toEqual(result.value);
}
