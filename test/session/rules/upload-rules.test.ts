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
const HALF: ResumableUpload = {
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
		["a length that nobody knows", null, 6 * MIB],
	])("is for %s", (_name, length, size) => {
		expect(partSizeFor(length)).toBe(size);
	});

	it("always lets the planned parts suffice, and R2 take them", async () => {
		await property(500, (random) => {
			const length = Math.floor(random.next() * MAX_FILE_BYTES);
			const size = partSizeFor(length);
			expect(size).toBeGreaterThanOrEqual(MIN_PART_BYTES);
			expect(Math.ceil(length / size)).toBeLessThanOrEqual(PLANNED_PARTS);
		});
	});
});

describe("leave to write", () => {
	it.each([
		["at the stored offset", 11, null, undefined],
		["before it", 8, null, "wrong-offset"],
		["after it", 12, null, "wrong-offset"],
		["with the same length", 11, 30, undefined],
		["with another length", 11, 31, "malformed"],
	])("%s", (_name, offset, length, code) => {
		expect(leaseProblem(HALF, offset, length)?.code).toBe(code);
	});

	it("is not given when the length that is told is less than what is stored", () => {
		expect(leaseProblem({ ...HALF, length: null }, 11, 10)?.code).toBe("body-too-long");
	});

	it("leaves out every number that the writer before may still write", () => {
		const leased = lease(HALF, { token: "x", unproven: null }, null, 9);
		expect(leased).toMatchObject({ ok: true, value: { next: 2 + PART_WINDOW, reserved: PART_WINDOW } });
		const clean = lease({ ...HALF, reserved: 0 }, { token: "x", unproven: null }, null, 9);
		expect(clean).toMatchObject({ ok: true, value: { next: 2 } });
	});

	it("reserves as many numbers as a body that must prove itself can need", () => {
		const writer = { token: "x", unproven: 20 };
		const leased = lease({ ...HALF, reserved: 0 }, writer, null, 9);
		expect(leased).toMatchObject({ ok: true, value: { reserved: 4 } });
		expect(grantOf(HALF, writer, 1)).toMatchObject({ window: 4, tailObject: "o.rest.x", wholeObject: "o.x" });
	});

	it("ends when the numbers do", () => {
		const worn = { ...HALF, next: MAX_PART_NUMBER - PART_WINDOW, reserved: PART_WINDOW };
		expect(lease(worn, { token: "x", unproven: null }, null, 9)).toMatchObject({ problem: { code: "gone" } });
	});
});

describe("what a writer stored", () => {
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
		["a remainder", { to: 15, tail: { object: "o.rest.x", length: 7 } }, { bytesInParts: 8, hadTail: true }],
		[
			"parts and a remainder",
			{ to: 26, parts: two, tail: { object: "r", length: 2 } },
			{ bytesInParts: 24, parts: 3 },
		],
		["nothing, and it is done", { to: 11, end: "clean" }, { reserved: 0, bytesInParts: 8, changedAt: 5 }],
		["nothing, and it died of storage", { to: 11, end: "unclean" }, { reserved: PART_WINDOW }],
		["from another offset", { from: 8, to: 24, parts: two }, "refused"],
		["into another object", { object: "p", to: 24, parts: two }, "refused"],
		["into another multipart upload", { to: 11, multipart: { id: "n", window: 3 } }, "refused"],
		["a number that is not next", { to: 19, parts: [{ number: 3, etag: "e" }] }, "refused"],
		["past the end", { to: 31, tail: { object: "r", length: 23 } }, "refused"],
	];
	it.each(rows)("is taken in whole or not at all: %s", (_name, step, expected) => {
		const taken = advance(HALF, "x", { object: "o", from: 11, to: 11, ...step }, 9);
		if (expected === "refused") expect(taken.ok).toBe(false);
		else expect(taken).toMatchObject({ ok: true, value: expected });
	});

	it("may be told again by the same writer, and by nobody else", () => {
		const step: UploadStep = { object: "o", from: 11, to: 24, parts: two };
		const once = advance(HALF, "x", step, 9);
		if (!once.ok) throw new Error("refused");
		expect(advance(once.value, "x", step, 10)).toEqual(once);
		expect(advance(once.value, "y", step, 10).ok).toBe(false);
	});

	it("never has a part of another size in its middle", () => {
		expect(() => advance(HALF, "x", { object: "o", from: 11, to: 20, parts: two }, 9)).toThrow();
	});
});

describe("an upload", () => {
	it("stands at its parts and its remainder", () => {
		expect(offsetOf(HALF)).toBe(11);
		expect(isComplete(HALF)).toBe(false);
		expect(isComplete({ ...HALF, length: 11 })).toBe(true);
		expect(isComplete({ ...HALF, length: null })).toBe(false);
		expect(isComplete(newUpload(1, { ...WANTED, length: 0 }, false, 0))).toBe(true);
	});

	it("expires until it is whole, a partial one until its final one has it", () => {
		expect(viewOf(HALF, 100).expiresAt).toBe(105);
		expect(viewOf({ ...HALF, whole: true }, 100).expiresAt).toBeNull();
		expect(viewOf({ ...HALF, whole: true, concat: "partial" }, 100).expiresAt).toBe(105);
	});

	it("leaves what must be removed", () => {
		expect(deletionsFor(HALF)).toEqual({ object: "o", multipart: "m", tailPrefix: "o.rest." });
		expect(deletionsFor({ ...HALF, whole: true })).toEqual({
			object: "o",
			multipart: null,
			tailPrefix: "o.rest.",
		});
		expect(deletionsFor({ ...HALF, multipart: null, hadTail: false })).toBeUndefined();
	});
});
