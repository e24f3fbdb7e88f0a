import type { RootHandle } from "./file-origin.ts";
import { type PickedFile, picked } from "./picked-file.ts";

/** How many files of a folder are opened at once: enough to hide the disk's latency. */
const OPEN_AT_ONCE = 32;

/** A file that was found in what a person handed over. */
export interface FoundFile {
	/** From what was handed over, the name of which comes first. */
	readonly path: string;
	/** What was handed over, if the page may keep it. */
	readonly root: RootHandle | undefined;
	open(): Promise<File>;
}

/** Opens what was found. What is gone between listing and opening is left out: nothing to send, nothing to show. */
export async function openFound(found: readonly FoundFile[]): Promise<readonly PickedFile[]> {
	const files: PickedFile[] = [];
	for (let start = 0; start < found.length; start += OPEN_AT_ONCE) {
		const some = found.slice(start, start + OPEN_AT_ONCE);
		const opened = await Promise.all(some.map(({ open }) => open().catch(() => undefined)));
		for (const [at, { path, root }] of some.entries()) {
			const file = opened[at];
			if (file !== undefined) files.push(picked(file, path, root));
		}
	}
	return files;
}
