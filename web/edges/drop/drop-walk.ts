import { breathe } from "../browser/yield-to-loop.ts";
import type { Dropped } from "./dropped-items.ts";
import type { RootHandle } from "./file-origin.ts";
import { type FoundFile, openFound } from "./found-files.ts";
import { type PickedFile, picked, SYSTEM_FILES } from "./picked-file.ts";

/** Work between two breaths, in milliseconds: half a frame, so that scrolling stays smooth. */
const SLICE_MS = 8;

function readSome(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
	return new Promise((settle, fail) => reader.readEntries(settle, fail));
}

async function filesUnder(
	folder: FileSystemDirectoryEntry,
	into: FileSystemFileEntry[],
	found: (count: number) => void,
): Promise<void> {
	const reader = folder.createReader();
	for (;;) {
		// A reader hands out at most a hundred entries at a time and an empty list at its end.
		const entries = await readSome(reader).catch(() => []);
		if (entries.length === 0) return;
		for (const entry of entries) {
			if (entry.isDirectory) await filesUnder(entry as FileSystemDirectoryEntry, into, found);
			else if (!SYSTEM_FILES.has(entry.name)) into.push(entry as FileSystemFileEntry);
		}
		found(into.length);
	}
}

function foundAt(entry: FileSystemFileEntry, root: RootHandle | undefined): FoundFile {
	const path = entry.fullPath.replace(/^\//, "");
	return { path, root, open: () => new Promise((settle, fail) => entry.file(settle, fail)) };
}

/** Everything in a drop, folders walked to the bottom. Tells how many files it has found so far. */
export async function readDrop(
	{ items, files }: Dropped,
	found: (count: number) => void,
): Promise<readonly PickedFile[]> {
	if (items.length === 0) return readFiles(files);
	const all: FoundFile[] = [];
	for (const { entry, root } of items) {
		const under: FileSystemFileEntry[] = [];
		const tell = (count: number) => found(all.length + count);
		if (entry.isDirectory) await filesUnder(entry as FileSystemDirectoryEntry, under, tell);
		else under.push(entry as FileSystemFileEntry);
		const handle = await root;
		for (const file of under) all.push(foundAt(file, handle));
	}
	return openFound(all);
}

/** Files of a picker or a paste. Read in slices: asking a picked file for its name may cost a look at the disk. */
export async function readFiles(all: readonly File[]): Promise<readonly PickedFile[]> {
	const files: PickedFile[] = [];
	let until = performance.now() + SLICE_MS;
	for (const file of all) {
		const path = file.webkitRelativePath;
		if (path !== "" && SYSTEM_FILES.has(file.name)) continue;
		files.push(picked(file, path));
		if (performance.now() < until) continue;
		await breathe();
		until = performance.now() + SLICE_MS;
	}
	return files;
}
