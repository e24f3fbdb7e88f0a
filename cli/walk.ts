import type { Dirent, Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, matchesGlob, resolve } from "node:path";

/** A file on this disk that will be sent. */
export interface FoundFile {
	/** Where it lies, absolute. */
	readonly source: string;
	/** Its place as the session shows it: from the folder that was named, with forward slashes. */
	readonly path: string;
	readonly size: number;
	/** Milliseconds since 1970, whole. */
	readonly lastModified: number;
}

/** What cannot be sent, and why in a sentence. */
export interface Complaint {
	readonly path: string;
	readonly detail: string;
}

export interface Walked {
	/** In the order of their paths. */
	readonly files: readonly FoundFile[];
	readonly complaints: readonly Complaint[];
}

/** Which files of a folder count. A file that is named itself always does. */
export interface WalkRules {
	/** Names that begin with a dot, and what systems leave in folders. */
	readonly hidden: boolean;
	/** Globs over the path or the bare name; empty means all. */
	readonly include: readonly string[];
	readonly exclude: readonly string[];
}

/** Left in folders by operating systems; nobody means to send them. */
const SYSTEM_FILES: ReadonlySet<string> = new Set(["Thumbs.db", "desktop.ini"]);

/** Looks at the disk at once: enough to hide its latency. */
const AT_ONCE = 32;

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: "There is no such file or folder.",
	EACCES: "You may not read it.",
	EPERM: "You may not read it.",
	ELOOP: "Its symbolic links lead in a circle.",
};

function complaint(path: string, error: unknown): Complaint {
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	return { path, detail: REASONS[code] ?? `It cannot be read (${code || String(error)}).` };
}

/** A glob without a slash speaks of names, one with a slash of places. */
function matches(glob: string, path: string): boolean {
	return matchesGlob(glob.includes("/") ? path : basename(path), glob);
}

/** Whether the rules let a file of a folder through. */
export function isWanted(path: string, { hidden, include, exclude }: WalkRules): boolean {
	const name = basename(path);
	if (!hidden && (name.startsWith(".") || SYSTEM_FILES.has(name))) return false;
	if (include.length > 0 && !include.some((glob) => matches(glob, path))) return false;
	return !exclude.some((glob) => matches(glob, path));
}

function found(source: string, path: string, { size, mtimeMs }: Stats): FoundFile {
	return { source, path, size, lastModified: Math.round(mtimeMs) };
}

class Walk {
	readonly files: FoundFile[] = [];
	readonly complaints: Complaint[] = [];
	readonly #rules: WalkRules;
	/** Folders by their true place: a link that leads back up would never end, and none is sent twice. */
	readonly #visited = new Set<string>();
	readonly #sources = new Set<string>();

	constructor(rules: WalkRules) {
		this.#rules = rules;
	}

	async root(given: string): Promise<void> {
		const source = resolve(given);
		try {
			const stats = await stat(source);
			// The folder itself is part of its files' paths, unless it is only "here" or above.
			const name = /^[./\\]*$/.test(given) ? "" : basename(source);
			if (stats.isDirectory()) await this.#folder(source, name);
			else if (stats.isFile()) this.#take(found(source, basename(source), stats));
			else this.complaints.push({ path: given, detail: "It is neither a file nor a folder." });
		} catch (error) {
			this.complaints.push(complaint(given, error));
		}
	}

	#take(file: FoundFile): void {
		if (this.#sources.has(file.source)) return;
		this.#sources.add(file.source);
		this.files.push(file);
	}

	async #folder(source: string, path: string): Promise<void> {
		let entries: Dirent[];
		try {
			const place = await realpath(source);
			if (this.#visited.has(place)) return;
			this.#visited.add(place);
			entries = await readdir(source, { withFileTypes: true });
		} catch (error) {
			this.complaints.push(complaint(path, error));
			return;
		}
		const folders: Dirent[] = [];
		for (let start = 0; start < entries.length; start += AT_ONCE) {
			const some = entries.slice(start, start + AT_ONCE);
			await Promise.all(
				some.map(async (entry) => {
					if (entry.isDirectory()) folders.push(entry);
					else if (entry.isFile()) await this.#file(source, path, entry.name);
				}),
			);
		}
		for (const { name } of folders) {
			if (!this.#rules.hidden && name.startsWith(".")) continue;
			await this.#folder(join(source, name), path === "" ? name : `${path}/${name}`);
		}
	}

	async #file(folder: string, place: string, name: string): Promise<void> {
		const path = place === "" ? name : `${place}/${name}`;
		if (!isWanted(path, this.#rules)) return;
		const source = join(folder, name);
		try {
			this.#take(found(source, path, await stat(source)));
		} catch (error) {
			this.complaints.push(complaint(path, error));
		}
	}
}

/** Plain comparison of code units: the same on every machine, whatever its language. */
function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
	return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/**
 * Every file that was named or lies below a folder that was named. Symbolic links inside folders are left out, so that
 * nothing from outside of what was named is ever sent; a link that is named itself is followed. What cannot be read is
 * a complaint and stops nothing else.
 */
export async function walk(roots: readonly string[], rules: WalkRules): Promise<Walked> {
	const walked = new Walk(rules);
	for (const root of roots) await walked.root(root);
	return { files: walked.files.sort(byPath), complaints: walked.complaints.sort(byPath) };
}
