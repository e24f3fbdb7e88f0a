import type { RootHandle } from "./file-origin.ts";
import { type PickedFile, toPickedFile } from "./picked-file.ts";

/** Files opened at once: enough to hide the disk's latency. */
const MAX_OPEN = 32;

/** A file found in a drop or a pick, not opened yet. */
export interface UnopenedFile {
	/** Path, starting with the name of what was dropped. */
	readonly path: string;
	/** The handle of what was dropped, if the page may keep it. */
	readonly root: RootHandle | undefined;
	open(): Promise<File>;
}

/** Opens the files. Those deleted between listing and opening are skipped. */
export async function openFiles(unopened: readonly UnopenedFile[]): Promise<readonly PickedFile[]> {
	const files: PickedFile[] = [];
	for (let start = 0; start < unopened.length; start += MAX_OPEN) {
		const some = unopened.slice(start, start + MAX_OPEN);
		const opened = await Promise.all(some.map(({ open }) => open().catch(() => undefined)));
		for (const [at, { path, root }] of some.entries()) {
			const file = opened[at];
			if (file !== undefined) files.push(toPickedFile(file, path, root));
		}
	}
	return files;
}
