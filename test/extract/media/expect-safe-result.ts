import { expect } from "vitest";
import { extractBytes } from "../from-bytes.ts";

/** Whatever the bytes are, the answer is plain JSON and written in sentences. */
export async function expectSafeResult(bytes: Uint8Array): Promise<void> {
	const { result } = await extractBytes(bytes);
	if (!result.ok) return expect(result.problem.detail).toMatch(/^[A-Z].*[.:]?$/s);
	for (const sentence of result.value.warnings) expect(sentence).toMatch(/^[A-Z0-9]/);
	expect(JSON.parse(JSON.stringify(result.value))).toEqual(result.value);
}
