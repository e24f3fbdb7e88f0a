import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { bearer, type Credential, parseCredential } from "./credential.ts";

/** What a later run needs to go on with this one. */
export interface SavedRun {
	readonly credential: Credential;
	readonly batch: string;
	/** A hash of what was announced: the same list again continues file by file. */
	readonly manifest: string;
	/** Milliseconds since 1970 from which on the server no longer knows the session. */
	readonly expiresAt: number;
}

/** Raised when the file's shape changes; an older file is then no file. */
const VERSION = 1;

/** Only its owner may read the file: whoever has the token has the session. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const SUFFIX = ".json";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a program keeps what it must remember between two runs (XDG base directories; `LOCALAPPDATA` on Windows). */
export function stateFolder(env: Environment): string {
	const base = env.XDG_STATE_HOME || env.LOCALAPPDATA || join(homedir(), ".local/state");
	return join(base, "darkroom");
}

/** The same files to the same server are the same run, whatever the folder it is started from. */
function nameOf(server: string, roots: readonly string[]): string {
	const what = JSON.stringify([server, ...roots.map((root) => resolve(root)).sort()]);
	return createHash("sha256").update(what).digest("hex").slice(0, 24) + SUFFIX;
}

function parse(text: string): SavedRun | undefined {
	try {
		const { version, credential, batch, manifest, expiresAt } = JSON.parse(text) as Record<string, unknown>;
		const known = parseCredential(String(credential));
		if (version !== VERSION || known === undefined) return undefined;
		if (typeof batch !== "string" || typeof manifest !== "string") return undefined;
		return typeof expiresAt === "number" ? { credential: known, batch, manifest, expiresAt } : undefined;
	} catch {
		return undefined;
	}
}

/** The remembered runs of this user, one file each. */
export class SavedRuns {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	async read(server: string, roots: readonly string[], now: number): Promise<SavedRun | undefined> {
		const text = await readFile(join(this.#folder, nameOf(server, roots)), "utf8").catch(() => "");
		const run = parse(text);
		return run !== undefined && run.expiresAt > now ? run : undefined;
	}

	/** Written beside its place and moved there: a run that is killed leaves the old file or the new one. */
	async keep(server: string, roots: readonly string[], { credential, ...rest }: SavedRun): Promise<void> {
		await mkdir(this.#folder, { recursive: true, mode: FOLDER_MODE });
		const unfinished = join(this.#folder, `${randomUUID()}.part`);
		const file = await open(unfinished, "wx", FILE_MODE);
		const text = { version: VERSION, credential: bearer(credential), ...rest };
		await file.writeFile(`${JSON.stringify(text)}\n`);
		await file.close();
		await rename(unfinished, join(this.#folder, nameOf(server, roots)));
	}

	async forget(server: string, roots: readonly string[]): Promise<void> {
		await rm(join(this.#folder, nameOf(server, roots)), { force: true });
	}

	/** Removes what opens nothing any more. */
	async sweep(now: number): Promise<void> {
		const names = await readdir(this.#folder).catch(() => []);
		for (const name of names.filter((one) => one.endsWith(SUFFIX))) {
			const path = join(this.#folder, name);
			const run = parse(await readFile(path, "utf8").catch(() => ""));
			if (run === undefined || run.expiresAt <= now) await rm(path, { force: true });
		}
	}
}
