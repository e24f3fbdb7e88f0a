import type { RootHandle } from "./file-origin.ts";
import { type FoundFile, openFound } from "./found-files.ts";
import { type PickedFile, SYSTEM_FILES } from "./picked-file.ts";

async function filesUnder(
	folder: FileSystemDirectoryHandle,
	path: string,
	root: RootHandle,
	into: FoundFile[],
	found: (count: number) => void,
): Promise<void> {
	try {
		for await (const [name, handle] of folder.entries()) {
			const place = `${path}/${name}`;
			if (handle.kind === "directory")
				await filesUnder(handle as FileSystemDirectoryHandle, place, root, into, found);
			else if (!SYSTEM_FILES.has(name))
				into.push({ path: place, root, open: () => (handle as FileSystemFileHandle).getFile() });
		}
	} catch {
		// A folder that cannot be read, or is gone by now, has no files; the others do.
	}
	found(into.length);
}

/** Everything that was picked, folders walked to the bottom. Tells how many files it has found so far. */
export async function readHandles(
	roots: readonly RootHandle[],
	found: (count: number) => void,
): Promise<readonly PickedFile[]> {
	const all: FoundFile[] = [];
	for (const root of roots) {
		const handle: FileSystemHandle = root;
		if (handle.kind === "directory")
			await filesUnder(handle as FileSystemDirectoryHandle, root.name, root, all, found);
		else all.push({ path: root.name, root, open: () => (handle as FileSystemFileHandle).getFile() });
	}
	return openFound(all);
}
