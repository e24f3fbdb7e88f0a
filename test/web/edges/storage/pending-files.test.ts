import { describe, expect, it } from "vitest";
import { MIB } from "../../../../src/protocol/limits.ts";
import {
	MAX_COPIED_BYTES,
	type PendingFile,
	planCopies,
} from "../../../../web/edges/storage/pending-files.ts";

const root = { kind: "directory", name: "trip" } as FileSystemDirectoryHandle;

function pending(index: number, size: number, hasOrigin = false): PendingFile {
	const file = Object.defineProperty(new File([], `${index}`), "size", { value: size });
	return { index, file, ...(hasOrigin && { origin: { root, path: [`${index}`] } }) };
}

/** What is saved of each: a copy, its origin, or nothing. */
function saved(files: readonly PendingFile[], room: number): Record<number, string> {
	return Object.fromEntries(
		planCopies(files, room).map(({ index, file, origin }) => {
			expect(file === undefined).toBe(origin !== undefined);
			return [index, file === undefined ? "origin" : "copy"];
		}),
	);
}

describe("what is saved for a reload", () => {
	it("is a copy of each file while there is room, which smaller files fill up", () => {
		expect(saved([pending(0, 60), pending(1, 60), pending(2, 40)], 100)).toEqual({ 0: "copy", 2: "copy" });
	});

	it("is the origin of a file for which there is no room, if the browser has one", () => {
		expect(saved([pending(0, 60, true), pending(1, 60, true)], 100)).toEqual({ 0: "copy", 1: "origin" });
	});

	it("is the origin of a very large file, and a copy only if it has none", () => {
		const film = MAX_COPIED_BYTES + 1;
		expect(saved([pending(0, film, true), pending(1, film)], 10_000 * MIB)).toEqual({
			0: "origin",
			1: "copy",
		});
	});
});
