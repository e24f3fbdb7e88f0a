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
export const SYSTEM_FILES: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** A file by its path from what was dropped, the name of which comes first; and by that itself, if the page may keep it. */
export function picked(file: File, path: string, root?: RootHandle): PickedFile {
	if (path === "" && root === undefined) return { file };
	const way = path.split("/").slice(1);
	return {
		file,
		...(path.includes("/") && { path }),
		...(root && (root.kind === "file" || way.length > 0) && { origin: { root, way } }),
	};
}
