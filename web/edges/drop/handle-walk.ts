import type { RootHandle } from "./file-origin.ts";
import { openFiles, type UnopenedFile } from "./open-files.ts";
import { type PickedFile, SYSTEM_FILES } from "./picked-file.ts";

async function collectFiles(
	folder: FileSystemDirectoryHandle,
	path: string,
	root: RootHandle,
	into: UnopenedFile[],
	onFound: (count: number) => void,
): Promise<void> {
	try {
		for await (const [name, handle] of folder.entries()) {
			const filePath = `${path}/${name}`;
			if (handle.kind === "directory")
				await collectFiles(handle as FileSystemDirectoryHandle, filePath, root, into, onFound);
			else if (!SYSTEM_FILES.has(name))
				into.push({ path: filePath, root, open: () => (handle as FileSystemFileHandle).getFile() });
		}
	} catch {
		// A folder that cannot be read, or was deleted, contributes no files; the others do.
	}
	onFound(into.length);
}

/** Reads everything that was picked, walking folders to the bottom. Reports the number of files found so far. */
export async function readHandles(
	roots: readonly RootHandle[],
	onFound: (count: number) => void,
): Promise<readonly PickedFile[]> {
	const all: UnopenedFile[] = [];
	for (const root of roots) {
		const handle: FileSystemHandle = root;
		if (handle.kind === "directory")
			await collectFiles(handle as FileSystemDirectoryHandle, root.name, root, all, onFound);
		else all.push({ path: root.name, root, open: () => (handle as FileSystemFileHandle).getFile() });
	}
	return openFiles(all);
}
