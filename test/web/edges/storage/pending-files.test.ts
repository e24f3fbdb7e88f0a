import { describe, expect, it } from "vitest";
import { MIB } from "../../../../src/protocol/limits.ts";
import {
	MAX_COPIED_BYTES,
	type PendingFile,
	planKeeping,
} from "../../../../web/edges/storage/pending-files.ts";

const root = { kind: "directory", name: "trip" } as FileSystemDirectoryHandle;

function pending(index: number, size: number, hasOrigin = false): PendingFile {
	const file = Object.defineProperty(new File([], `${index}`), "size", { value: size });
	return { index, file, ...(hasOrigin && { origin: { root, way: [`${index}`] } }) };
}

/** What is kept of each: a copy, its place, or nothing. */
function kept(files: readonly PendingFile[], room: number): Record<number, string> {
	return Object.fromEntries(
		planKeeping(files, room).map(({ index, file, origin }) => {
			expect(file === undefined).toBe(origin !== undefined);
			return [index, file === undefined ? "place" : "copy"];
		}),
	);
}

describe("what is kept for a reload", () => {
	it("is a copy of each file while there is room, the smaller of what is left fill it up", () => {
		expect(kept([pending(0, 60), pending(1, 60), pending(2, 40)], 100)).toEqual({ 0: "copy", 2: "copy" });
	});

	it("is the place of a file for which there is no room, where the browser knows one", () => {
		expect(kept([pending(0, 60, true), pending(1, 60, true)], 100)).toEqual({ 0: "copy", 1: "place" });
	});

	it("is the place of a very large file, and a copy only where there is no other way", () => {
		const film = MAX_COPIED_BYTES + 1;
		expect(kept([pending(0, film, true), pending(1, film)], 10_000 * MIB)).toEqual({ 0: "place", 1: "copy" });
	});
});
