import { crc32 } from "node:zlib";
import { expect, test, vi } from "vitest";
import type { ExpectedChecksum } from "../../../src/routes/tus/checksum.ts";
import type { BodyDigest } from "../../../src/writer/part-writer-deps.ts";
import { property } from "../../support/seed.ts";

// No plain import: the routes need the types of Workers, which the tests' tsconfig does not have.
const { createBodyDigest } = await vi.importActual<{
	createBodyDigest(expected: ExpectedChecksum): BodyDigest;
}>("../../../src/routes/tus/body-digest.ts");

test("verifies a CRC-32 however the body is split into chunks", () =>
	property(100, async (random) => {
		const bytes = Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256)));
		const cut = random.below(bytes.length + 1);
		const digest = Buffer.alloc(4);
		digest.writeUInt32BE(crc32(bytes));
		for (const [more, matches] of [
			["", true],
			["x", false],
		] as const) {
			const body = createBodyDigest({ algorithm: "crc32", digest });
			await body.update(bytes.subarray(0, cut));
			await body.update(bytes.subarray(cut));
			await body.update(Buffer.from(more));
			expect(await body.matches()).toBe(matches);
		}
	}));
