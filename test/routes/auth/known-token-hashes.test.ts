import { describe, expect, test } from "vitest";
import { KnownProofs } from "../../../src/routes/auth/known-token-hashes.ts";

const NOW = 1_000_000;

describe("a proof that its session said yes to", () => {
	test("is believed for half a minute, of that session only", () => {
		const known = new KnownProofs();
		expect(known.isKnown("a", "proof", NOW)).toBe(false);
		known.vouch("a", "proof", NOW);
		expect(known.isKnown("a", "proof", NOW + 29_999)).toBe(true);
		expect(known.isKnown("a", "proof", NOW + 30_000)).toBe(false);
		expect(known.isKnown("a", "other", NOW)).toBe(false);
		expect(known.isKnown("b", "proof", NOW)).toBe(false);
	});

	test("is not believed once the session has said no", () => {
		const known = new KnownProofs();
		known.vouch("a", "proof", NOW);
		known.forget("a", "proof");
		expect(known.isKnown("a", "proof", NOW)).toBe(false);
	});

	test("may be forgotten, so that memory stays bounded, and is asked about again", () => {
		const known = new KnownProofs();
		for (let session = 0; session <= 1_000; session++) known.vouch(String(session), "proof", NOW);
		expect(known.isKnown("0", "proof", NOW)).toBe(false);
		expect(known.isKnown("1000", "proof", NOW)).toBe(true);
	});
});
