import { describe, expect, test } from "vitest";
import { MAX_SOURCE_READ_BYTES } from "../../src/extractor/contract.ts";
import { remoteSource } from "../../src/extractor/remote-source.ts";

/** Byte 7 of a file is 7, byte 300 is 300 modulo 251. */
function bytesAt(offset: number, length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, index) => (offset + index) % 251);
}

/** A session that records which bytes it was asked for. */
function sessionWith() {
	const asked: [file: number, offset: number, length: number][] = [];
	const read = async (file: number, offset: number, length: number) => {
		asked.push([file, offset, length]);
		return bytesAt(offset, length);
	};
	return { asked, host: { read } };
}

const HEAD = bytesAt(0, 100);

describe("the bytes of a remote file", () => {
	test.each([
		["from its start", 0, 10],
		["up to the end of its head", 90, 10],
		["the whole head", 0, 100],
	])("come out of its head: %s", async (_what, offset, length) => {
		const { asked, host } = sessionWith();
		const source = remoteSource(host, 3, 1_000, HEAD);
		expect(await source.read(offset, length)).toEqual(bytesAt(offset, length));
		expect(asked).toEqual([]);
	});

	test.each([
		["that only begin in its head", 95, 10],
		["behind its head", 100, 900],
	])("are read by range: %s", async (_what, offset, length) => {
		const { asked, host } = sessionWith();
		const source = remoteSource(host, 3, 1_000, HEAD);
		expect(await source.read(offset, length)).toEqual(bytesAt(offset, length));
		expect(asked).toEqual([[3, offset, length]]);
	});

	test.each([
		["as much as one answer may have", 0, MAX_SOURCE_READ_BYTES, 1],
		["one byte more", 5, MAX_SOURCE_READ_BYTES + 1, 2],
		["twice as much", 1, 2 * MAX_SOURCE_READ_BYTES, 2],
		["much more", 7, 3 * MAX_SOURCE_READ_BYTES + 9, 4],
	])("are read in pieces that fit into an answer: %s", async (_what, offset, length, reads) => {
		const { asked, host } = sessionWith();
		const source = remoteSource(host, 1, 100 * MAX_SOURCE_READ_BYTES);
		expect(Buffer.compare(await source.read(offset, length), bytesAt(offset, length))).toBe(0);
		expect(asked).toHaveLength(reads);
		expect(asked.every(([, , piece]) => piece > 0 && piece <= MAX_SOURCE_READ_BYTES)).toBe(true);
		expect(asked.every(([, at, piece]) => at >= offset && at + piece <= offset + length)).toBe(true);
	});

	test("fail as the session's storage does", async () => {
		const host = { read: () => Promise.reject(new Error("R2 is away")) };
		await expect(remoteSource(host, 1, 10).read(0, 5)).rejects.toThrow("R2 is away");
	});
});
