import type { FileOrigin, RootHandle } from "./file-origin.ts";

/** A file, and its path relative to what was dropped or picked. */
export interface PickedFile {
	readonly file: File;
	/** Absent for a file that was dropped by itself. */
	readonly path?: string;
	/** Where it can be opened again after a reload, if the browser allows that. */
	readonly origin?: FileOrigin;
}

/** Files that operating systems create in folders, which people do not mean to upload. */
export const SYSTEM_FILES: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/**
 * Describes a file by its path (starting with the name of what was dropped) and the handle of what was dropped, if the
 * page may keep it.
 */
export function toPickedFile(file: File, path: string, root?: RootHandle): PickedFile {
	if (path === "" && root === undefined) return { file };
	const below = path.split("/").slice(1);
	return {
		file,
		...(path.includes("/") && { path }),
		...(root && (root.kind === "file" || below.length > 0) && { origin: { root, path: below } }),
	};
}
