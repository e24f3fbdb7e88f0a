import { describe, expect, test } from "vitest";
import { KnownTokenHashes } from "../../../src/routes/auth/known-token-hashes.ts";

const NOW = 1_000_000;

describe("a token hash that its session accepted", () => {
	test("is trusted for 30 seconds, for that session only", () => {
		const known = new KnownTokenHashes();
		expect(known.has("a", "hash", NOW)).toBe(false);
		known.add("a", "hash", NOW);
		expect(known.has("a", "hash", NOW + 29_999)).toBe(true);
		expect(known.has("a", "hash", NOW + 30_000)).toBe(false);
		expect(known.has("a", "other", NOW)).toBe(false);
		expect(known.has("b", "hash", NOW)).toBe(false);
	});

	test("is not trusted once the session has rejected it", () => {
		const known = new KnownTokenHashes();
		known.add("a", "hash", NOW);
		known.delete("a", "hash");
		expect(known.has("a", "hash", NOW)).toBe(false);
	});

	test("may be evicted, so that memory stays bounded", () => {
		const known = new KnownTokenHashes();
		for (let session = 0; session <= 1_000; session++) known.add(String(session), "hash", NOW);
		expect(known.has("0", "hash", NOW)).toBe(false);
		expect(known.has("1000", "hash", NOW)).toBe(true);
	});
});
