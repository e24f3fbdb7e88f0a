import { describe, expect, it } from "vitest";
import { MAX_FILE_BYTES, MIB } from "../../../src/protocol/limits.ts";
import { MAX_PART_NUMBER, MIN_PART_BYTES, PART_WINDOW, PLANNED_PARTS } from "../../../src/session/limits.ts";
import type { UploadStep, WantedUpload } from "../../../src/session/rules/upload-protocol.ts";
import {
	advance,
	deletionsFor,
	grantOf,
	isComplete,
	lease,
	leaseProblem,
	newUpload,
	offsetOf,
	partSizeFor,
	type ResumableUpload,
	viewOf,
} from "../../../src/session/rules/upload-rules.ts";
import { property } from "../../support/seed.ts";

const WANTED: WantedUpload = {
	to: { key: "drop", entry: { name: "a", size: 30 } },
	length: 30,
	metadata: "filename YQ==",
	object: "o",
	concat: null,
	writer: null,
};

/** An upload of 30 bytes in parts of 8, of which 8 + 3 are stored. */
const UNFINISHED: ResumableUpload = {
	...newUpload(1, WANTED, false, 5),
	partSize: 8,
	multipart: "m",
	parts: 1,
	recentParts: [{ number: 1, etag: "e1" }],
	next: 2,
	reserved: PART_WINDOW,
	bytesInParts: 8,
	tail: { object: "o.rest.w", length: 3 },
	hadTail: true,
	lastWriter: "w",
};

describe("the size of a part", () => {
	it.each([
		["nothing", 0, MIN_PART_BYTES],
		["a photo", 3 * MIB, MIN_PART_BYTES],
		["a film", 20 * 1024 * MIB, MIN_PART_BYTES],
		["the longest file", MAX_FILE_BYTES, 6 * MIB],
		["an unknown length", null, 6 * MIB],
	])("is for %s", (_name, length, size) => {
		expect(partSizeFor(length)).toBe(size);
	});

	it("is always large enough for R2's part limit, and within R2's part sizes", async () => {
		await property(500, (random) => {
			const length = Math.floor(random.next() * MAX_FILE_BYTES);
			const size = partSizeFor(length);
			expect(size).toBeGreaterThanOrEqual(MIN_PART_BYTES);
			expect(Math.ceil(length / size)).toBeLessThanOrEqual(PLANNED_PARTS);
		});
	});
});

describe("a write lease", () => {
	it.each([
		["at the stored offset", 11, null, undefined],
		["before the stored offset", 8, null, "wrong-offset"],
		["after the stored offset", 12, null, "wrong-offset"],
		["with the same length", 11, 30, undefined],
		["with another length", 11, 31, "malformed"],
	])("%s", (_name, offset, length, code) => {
		expect(leaseProblem(UNFINISHED, offset, length)?.code).toBe(code);
	});

	it("is refused when the declared length is less than what is stored", () => {
		expect(leaseProblem({ ...UNFINISHED, length: null }, 11, 10)?.code).toBe("body-too-long");
	});

	it("skips all part numbers that the previous writer may still use", () => {
		const leased = lease(UNFINISHED, { token: "x", unproven: null }, null, 9);
		expect(leased).toMatchObject({ ok: true, value: { next: 2 + PART_WINDOW, reserved: PART_WINDOW } });
		const clean = lease({ ...UNFINISHED, reserved: 0 }, { token: "x", unproven: null }, null, 9);
		expect(clean).toMatchObject({ ok: true, value: { next: 2 } });
	});

	it("reserves as many part numbers as a body with a digest can need", () => {
		const writer = { token: "x", unproven: 20 };
		const leased = lease({ ...UNFINISHED, reserved: 0 }, writer, null, 9);
		expect(leased).toMatchObject({ ok: true, value: { reserved: 4 } });
		expect(grantOf(UNFINISHED, writer, 1)).toMatchObject({
			window: 4,
			tailObject: "o.rest.x",
			wholeObject: "o.x",
		});
	});

	it("is refused when the part numbers run out", () => {
		const exhausted = { ...UNFINISHED, next: MAX_PART_NUMBER - PART_WINDOW, reserved: PART_WINDOW };
		expect(lease(exhausted, { token: "x", unproven: null }, null, 9)).toMatchObject({
			problem: { code: "gone" },
		});
	});
});

describe("a writer's report", () => {
	const two = [
		{ number: 2, etag: "e2" },
		{ number: 3, etag: "e3" },
	];
	const rows: [string, Partial<UploadStep>, Partial<ResumableUpload> | "refused"][] = [
		["parts", { to: 24, parts: two }, { parts: 3, next: 4, bytesInParts: 24, tail: null }],
		[
			"the last part, which is short",
			{ to: 30, parts: [...two, { number: 4, etag: "e4" }] },
			{ bytesInParts: 30, next: 5 },
		],
		["a tail", { to: 15, tail: { object: "o.rest.x", length: 7 } }, { bytesInParts: 8, hadTail: true }],
		[
			"parts and a tail",
			{ to: 26, parts: two, tail: { object: "r", length: 2 } },
			{ bytesInParts: 24, parts: 3 },
		],
		["nothing, after a clean end", { to: 11, end: "clean" }, { reserved: 0, bytesInParts: 8, changedAt: 5 }],
		["nothing, after a storage error", { to: 11, end: "unclean" }, { reserved: PART_WINDOW }],
		["from another offset", { from: 8, to: 24, parts: two }, "refused"],
		["into another object", { object: "p", to: 24, parts: two }, "refused"],
		["into another multipart upload", { to: 11, multipart: { id: "n", window: 3 } }, "refused"],
		["a part number that is not next", { to: 19, parts: [{ number: 3, etag: "e" }] }, "refused"],
		["past the end", { to: 31, tail: { object: "r", length: 23 } }, "refused"],
	];
	it.each(rows)("is applied completely or not at all: %s", (_name, step, expected) => {
		const taken = advance(UNFINISHED, "x", { object: "o", from: 11, to: 11, ...step }, 9);
		if (expected === "refused") expect(taken.ok).toBe(false);
		else expect(taken).toMatchObject({ ok: true, value: expected });
	});

	it("may be repeated by the same writer, and by no other", () => {
		const step: UploadStep = { object: "o", from: 11, to: 24, parts: two };
		const once = advance(UNFINISHED, "x", step, 9);
		if (!once.ok) throw new Error("refused");
		expect(advance(once.value, "x", step, 10)).toEqual(once);
		expect(advance(once.value, "y", step, 10).ok).toBe(false);
	});

	it("never has a part of a different size before the last one", () => {
		expect(() => advance(UNFINISHED, "x", { object: "o", from: 11, to: 20, parts: two }, 9)).toThrow();
	});
});

describe("an upload", () => {
	it("has the offset of its parts and its tail", () => {
		expect(offsetOf(UNFINISHED)).toBe(11);
		expect(isComplete(UNFINISHED)).toBe(false);
		expect(isComplete({ ...UNFINISHED, length: 11 })).toBe(true);
		expect(isComplete({ ...UNFINISHED, length: null })).toBe(false);
		expect(isComplete(newUpload(1, { ...WANTED, length: 0 }, false, 0))).toBe(true);
	});

	it("expires until it is complete; a partial one until its final upload has it", () => {
		expect(viewOf(UNFINISHED, 100).expiresAt).toBe(105);
		expect(viewOf({ ...UNFINISHED, whole: true }, 100).expiresAt).toBeNull();
		expect(viewOf({ ...UNFINISHED, whole: true, concat: "partial" }, 100).expiresAt).toBe(105);
	});

	it("lists what must be deleted", () => {
		expect(deletionsFor(UNFINISHED)).toEqual({ object: "o", multipart: "m", tailPrefix: "o.rest." });
		expect(deletionsFor({ ...UNFINISHED, whole: true })).toEqual({
			object: "o",
			multipart: null,
			tailPrefix: "o.rest.",
		});
		expect(deletionsFor({ ...UNFINISHED, multipart: null, hadTail: false })).toBeUndefined();
	});
});
