import { breathe } from "./breath.ts";
import type { FileOrigin, RootHandle } from "./file-origin.ts";

/** A file and where it lay, relative to what was dropped. */
export interface PickedFile {
	readonly file: File;
	/** Absent for a file that came on its own. */
	readonly path?: string;
	/** Where it is found again after a reload, if the browser says so. */
	readonly origin?: FileOrigin;
}

/** Files that operating systems leave in folders; nobody means to drop them. */
const SYSTEM_FILES: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** How many files of a folder are opened at once: enough to hide the disk's latency. */
const OPEN_AT_ONCE = 32;

/** Work between two breaths, in milliseconds: half a frame, so that scrolling stays smooth. */
const SLICE_MS = 8;

function picked(file: File, path: string, root?: RootHandle): PickedFile {
	const way = path.split("/").slice(1);
	return {
		file,
		...(path.includes("/") && { path }),
		...(root && (root.kind === "file" || way.length > 0) && { origin: { root, way } }),
	};
}

/** An item of a drop in browsers that let a page keep a handle of it. */
type HandleItem = DataTransferItem & { getAsFileSystemHandle?(): Promise<RootHandle | null> };

/** What a page may keep of an item to open it again after a reload. Asked for at once: the transfer empties itself. */
async function rootOf(item: HandleItem): Promise<RootHandle | undefined> {
	try {
		return (await item.getAsFileSystemHandle?.()) ?? undefined;
	} catch {
		return undefined;
	}
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

/** A file of a drop, and what it was dropped with. */
interface Found {
	readonly entry: FileSystemFileEntry;
	readonly root: RootHandle | undefined;
}

/**
 * Everything in a drop, folders walked to the bottom. Must be called inside the event's own handler: the browser
 * empties the transfer right after it.
 */
export async function readDrop(
	transfer: DataTransfer,
	found: (count: number) => void,
): Promise<readonly PickedFile[]> {
	const items = Array.from(transfer.items).flatMap((item) => {
		const entry = item.kind === "file" ? (item.webkitGetAsEntry?.() ?? null) : null;
		return entry === null ? [] : [{ entry, root: rootOf(item) }];
	});
	if (items.length === 0) return readFileList(transfer.files);
	const waiting: Found[] = [];
	for (const { entry, root } of items) {
		const under: FileSystemFileEntry[] = [];
		const tell = (count: number) => found(waiting.length + count);
		if (entry.isDirectory) await filesUnder(entry as FileSystemDirectoryEntry, under, tell);
		else under.push(entry as FileSystemFileEntry);
		const handle = await root;
		for (const file of under) waiting.push({ entry: file, root: handle });
	}
	const files: PickedFile[] = [];
	for (let start = 0; start < waiting.length; start += OPEN_AT_ONCE) {
		const some = waiting.slice(start, start + OPEN_AT_ONCE);
		const opened = await Promise.all(some.map(({ entry }) => openFile(entry)));
		for (const [at, { entry, root }] of some.entries()) {
			const file = opened[at];
			if (file !== undefined) files.push(picked(file, entry.fullPath.replace(/^\//, ""), root));
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
