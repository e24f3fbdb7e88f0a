import { yieldToLoop } from "../browser/yield-to-loop.ts";
import type { DropContents } from "./dropped-items.ts";
import type { RootHandle } from "./file-origin.ts";
import { openFiles, type UnopenedFile } from "./open-files.ts";
import { type PickedFile, SYSTEM_FILES, toPickedFile } from "./picked-file.ts";

/** Work between two yields, in milliseconds: half a frame, so that scrolling stays smooth. */
const SLICE_MS = 8;

function readEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
	return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function collectFiles(
	folder: FileSystemDirectoryEntry,
	into: FileSystemFileEntry[],
	onFound: (count: number) => void,
): Promise<void> {
	const reader = folder.createReader();
	for (;;) {
		// readEntries returns at most 100 entries per call, and an empty list at the end.
		const entries = await readEntries(reader).catch(() => []);
		if (entries.length === 0) return;
		for (const entry of entries) {
			if (entry.isDirectory) await collectFiles(entry as FileSystemDirectoryEntry, into, onFound);
			else if (!SYSTEM_FILES.has(entry.name)) into.push(entry as FileSystemFileEntry);
		}
		onFound(into.length);
	}
}

function unopenedFile(entry: FileSystemFileEntry, root: RootHandle | undefined): UnopenedFile {
	const path = entry.fullPath.replace(/^\//, "");
	return { path, root, open: () => new Promise((resolve, reject) => entry.file(resolve, reject)) };
}

/** Reads every file of a drop, walking folders to the bottom. Reports the number of files found so far. */
export async function readDrop(
	{ items, files }: DropContents,
	onFound: (count: number) => void,
): Promise<readonly PickedFile[]> {
	if (items.length === 0) return readFiles(files);
	const all: UnopenedFile[] = [];
	for (const { entry, root } of items) {
		const inside: FileSystemFileEntry[] = [];
		const onFoundBelow = (count: number) => onFound(all.length + count);
		if (entry.isDirectory) await collectFiles(entry as FileSystemDirectoryEntry, inside, onFoundBelow);
		else inside.push(entry as FileSystemFileEntry);
		const handle = await root;
		for (const file of inside) all.push(unopenedFile(file, handle));
	}
	return openFiles(all);
}

/** Reads files of a picker or a paste, in slices: reading the name of a picked file may touch the disk. */
export async function readFiles(all: readonly File[]): Promise<readonly PickedFile[]> {
	const files: PickedFile[] = [];
	let until = performance.now() + SLICE_MS;
	for (const file of all) {
		const path = file.webkitRelativePath;
		if (path !== "" && SYSTEM_FILES.has(file.name)) continue;
		files.push(toPickedFile(file, path));
		if (performance.now() < until) continue;
		await yieldToLoop();
		until = performance.now() + SLICE_MS;
	}
	return files;
}
