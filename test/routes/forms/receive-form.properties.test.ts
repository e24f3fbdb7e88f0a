import { describe, expect, test } from "vitest";
import { type Chance, property } from "../../support/seed.ts";
import { body, bytesOf, FORM, PARTS, received } from "./receive-body.ts";

function cut(bytes: Uint8Array, chance: Chance): Uint8Array[] {
	const chunks: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const end = at + 1 + chance.below(12);
		chunks.push(bytes.subarray(at, end));
		at = end;
	}
	return chunks;
}

describe("a form", () => {
	test("is read the same however it is split into chunks", () =>
		property(300, async (chance) => {
			expect(await received(body(...cut(bytesOf(FORM), chance)))).toEqual({ parts: PARTS, code: undefined });
		}));

	test("that is truncated anywhere yields its complete parts and a problem", () =>
		property(300, async (chance) => {
			const whole = bytesOf(FORM);
			const { parts, code } = await received(
				body(...cut(whole.subarray(0, chance.below(whole.length - 4)), chance)),
			);
			expect(parts).toEqual(PARTS.slice(0, parts.length));
			expect(code).toBe("malformed");
		}));

	test("with corrupted bytes never throws", () =>
		property(500, async (chance) => {
			const bytes = bytesOf(FORM);
			for (let flips = 0; flips < 3; flips++) bytes[chance.below(bytes.length)] = chance.below(256);
			const { code } = await received(body(...cut(bytes, chance)));
			expect([undefined, "malformed", "too-large"]).toContain(code);
		}));
});
