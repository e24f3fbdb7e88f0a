import { breathe } from "./breath.ts";

/** A file and where it lay, relative to what was dropped. */
export interface PickedFile {
	readonly file: File;
	/** Absent for a file that came on its own. */
	readonly path?: string;
}

/** Files that operating systems leave in folders; nobody means to drop them. */
const SYSTEM_FILES: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** How many files of a folder are opened at once: enough to hide the disk's latency. */
const OPEN_AT_ONCE = 32;

/** Work between two breaths, in milliseconds: half a frame, so that scrolling stays smooth. */
const SLICE_MS = 8;

function picked(file: File, path: string): PickedFile {
	return path.includes("/") ? { file, path } : { file };
}

function readSome(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
	return new Promise((settle, fail) => reader.readEntries(settle, fail));
}

function openFile(entry: FileSystemFileEntry): Promise<File | undefined> {
	return new Promise((settle) =>
		entry.file(settle, () => {
			// Gone between listing and opening: nothing to send, and nothing that a row could show.
			settle(undefined);
		}),
	);
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

/**
 * Everything in a drop, folders walked to the bottom. Must be called inside the event's own handler: the browser
 * empties the transfer right after it.
 */
export async function readDrop(
	transfer: DataTransfer,
	found: (count: number) => void,
): Promise<readonly PickedFile[]> {
	const entries = Array.from(transfer.items, (item) =>
		item.kind === "file" ? (item.webkitGetAsEntry?.() ?? null) : null,
	).filter((entry) => entry !== null);
	if (entries.length === 0) return readFileList(transfer.files);
	const waiting: FileSystemFileEntry[] = [];
	for (const entry of entries) {
		if (entry.isDirectory) await filesUnder(entry as FileSystemDirectoryEntry, waiting, found);
		else waiting.push(entry as FileSystemFileEntry);
	}
	const files: PickedFile[] = [];
	for (let start = 0; start < waiting.length; start += OPEN_AT_ONCE) {
		const some = waiting.slice(start, start + OPEN_AT_ONCE);
		const opened = await Promise.all(some.map(openFile));
		for (const [at, entry] of some.entries()) {
			const file = opened[at];
			if (file !== undefined) files.push(picked(file, entry.fullPath.replace(/^\//, "")));
		}
	}
	return files;
}

/** Files of a picker or a paste. Read in slices: asking a picked file for its name may cost a look at the disk. */
export async function readFileList(list: FileList): Promise<readonly PickedFile[]> {
	const all = Array.from(list);
	const files: PickedFile[] = [];
	let until = performance.now() + SLICE_MS;
	for (const file of all) {
		if (SYSTEM_FILES.has(file.name) && file.webkitRelativePath !== "") continue;
		files.push(picked(file, file.webkitRelativePath));
		if (performance.now() < until) continue;
		await breathe();
		until = performance.now() + SLICE_MS;
	}
	return files;
}
