import type { Dirent, Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, matchesGlob, resolve } from "node:path";
import { words } from "./words/words.ts";

/** A file on this disk to send. */
export interface DiskFile {
	/** Absolute path. */
	readonly diskPath: string;
	/** The path that the session shows: relative to the folder that was named, with forward slashes. */
	readonly path: string;
	readonly size: number;
	/** Milliseconds since 1970, whole. */
	readonly lastModified: number;
}

/** A file that cannot be sent, with the reason as a sentence. */
export interface UnreadableFile {
	readonly path: string;
	readonly detail: string;
}

/** What a walk found; both lists are sorted by path. */
export interface WalkResult {
	readonly files: readonly DiskFile[];
	readonly unreadable: readonly UnreadableFile[];
}

/** Which files of a folder to send. A file that is named itself is always sent. */
export interface WalkFilter {
	/** Includes names that begin with a dot, and the files that operating systems leave in folders. */
	readonly hidden: boolean;
	/** Globs over the path or the name; empty: all files. */
	readonly include: readonly string[];
	readonly exclude: readonly string[];
}

/** Files that operating systems leave in folders. */
const SYSTEM_FILES: ReadonlySet<string> = new Set(["Thumbs.db", "desktop.ini"]);

/** Calls of `stat` at once: enough to hide the disk's latency. */
const PARALLEL_STATS = 32;

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: words.unreadable.missing,
	EACCES: words.unreadable.denied,
	EPERM: words.unreadable.denied,
	ELOOP: words.unreadable.linkLoop,
};

function unreadableFile(path: string, error: unknown): UnreadableFile {
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	return { path, detail: REASONS[code] ?? words.unreadable.other(code || String(error)) };
}

/** A glob without a slash matches the name, one with a slash the whole path. */
function matches(glob: string, path: string): boolean {
	return matchesGlob(glob.includes("/") ? path : basename(path), glob);
}

function isIncluded(path: string, { hidden, include, exclude }: WalkFilter): boolean {
	const name = basename(path);
	if (!hidden && (name.startsWith(".") || SYSTEM_FILES.has(name))) return false;
	if (include.length > 0 && !include.some((glob) => matches(glob, path))) return false;
	return !exclude.some((glob) => matches(glob, path));
}

function diskFile(diskPath: string, path: string, { size, mtimeMs }: Stats): DiskFile {
	return { diskPath, path, size, lastModified: Math.round(mtimeMs) };
}

class Walker {
	readonly files: DiskFile[] = [];
	readonly unreadable: UnreadableFile[] = [];
	readonly #filter: WalkFilter;
	/** Real paths of visited folders: a link to a folder above would never end, and no folder is sent twice. */
	readonly #visited = new Set<string>();
	readonly #diskPaths = new Set<string>();

	constructor(filter: WalkFilter) {
		this.#filter = filter;
	}

	async walkRoot(root: string): Promise<void> {
		const diskPath = resolve(root);
		try {
			const stats = await stat(diskPath);
			// The folder's own name begins the paths of its files, unless it was named as `.` or `..`.
			const name = /^[./\\]*$/.test(root) ? "" : basename(diskPath);
			if (stats.isDirectory()) await this.#walkFolder(diskPath, name);
			else if (stats.isFile()) this.#add(diskFile(diskPath, basename(diskPath), stats));
			else this.unreadable.push({ path: root, detail: words.unreadable.special });
		} catch (error) {
			this.unreadable.push(unreadableFile(root, error));
		}
	}

	#add(file: DiskFile): void {
		if (this.#diskPaths.has(file.diskPath)) return;
		this.#diskPaths.add(file.diskPath);
		this.files.push(file);
	}

	async #walkFolder(diskPath: string, path: string): Promise<void> {
		let entries: Dirent[];
		try {
			const realPath = await realpath(diskPath);
			if (this.#visited.has(realPath)) return;
			this.#visited.add(realPath);
			entries = await readdir(diskPath, { withFileTypes: true });
		} catch (error) {
			this.unreadable.push(unreadableFile(path, error));
			return;
		}
		const folders: Dirent[] = [];
		for (let start = 0; start < entries.length; start += PARALLEL_STATS) {
			const some = entries.slice(start, start + PARALLEL_STATS);
			await Promise.all(
				some.map(async (entry) => {
					if (entry.isDirectory()) folders.push(entry);
					else if (entry.isFile()) await this.#addFile(diskPath, path, entry.name);
				}),
			);
		}
		for (const { name } of folders) {
			if (!this.#filter.hidden && name.startsWith(".")) continue;
			await this.#walkFolder(join(diskPath, name), path === "" ? name : `${path}/${name}`);
		}
	}

	async #addFile(folder: string, folderPath: string, name: string): Promise<void> {
		const path = folderPath === "" ? name : `${folderPath}/${name}`;
		if (!isIncluded(path, this.#filter)) return;
		const diskPath = join(folder, name);
		try {
			this.#add(diskFile(diskPath, path, await stat(diskPath)));
		} catch (error) {
			this.unreadable.push(unreadableFile(path, error));
		}
	}
}

/** By code units, which gives the same order on every machine, whatever its locale. */
function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
	return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/**
 * Finds every file that was named, or that is below a folder that was named. Symbolic links inside folders are not followed,
 * so that nothing outside of what was named is ever sent; a link that is named itself is followed. A file that cannot be read
 * does not stop the walk.
 */
export async function walk(roots: readonly string[], filter: WalkFilter): Promise<WalkResult> {
	const walker = new Walker(filter);
	for (const root of roots) await walker.walkRoot(root);
	return { files: walker.files.sort(byPath), unreadable: walker.unreadable.sort(byPath) };
}
