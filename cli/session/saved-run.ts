import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { formatCredential, parseCredential, type SessionCredential } from "./credential.ts";

/** What a later run needs to continue this one. */
export interface SavedRun {
	readonly credential: SessionCredential;
	readonly batch: string;
	/** A hash of the list of files: the same list again continues file by file. */
	readonly manifest: string;
	/** When the server forgets the session, in milliseconds since 1970. */
	readonly expiresAt: number;
}

/** Increased when the file's format changes; files of other versions are ignored. */
const VERSION = 1;

/** Readable by its owner only: the token gives full access to the session. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const SUFFIX = ".json";

type Variables = Readonly<Record<string, string | undefined>>;

/** The folder for a program's state (XDG Base Directory Specification; `LOCALAPPDATA` on Windows). */
export function stateFolder(env: Variables): string {
	const base = env.XDG_STATE_HOME || env.LOCALAPPDATA || join(homedir(), ".local/state");
	return join(base, "darkroom");
}

/** The same files and server make the same name, whatever folder the run is started from. */
function fileName(server: string, roots: readonly string[]): string {
	const what = JSON.stringify([server, ...roots.map((root) => resolve(root)).sort()]);
	return createHash("sha256").update(what).digest("hex").slice(0, 24) + SUFFIX;
}

function parse(text: string): SavedRun | undefined {
	try {
		const { version, credential, batch, manifest, expiresAt } = JSON.parse(text) as Record<string, unknown>;
		const parsed = parseCredential(String(credential));
		if (version !== VERSION || parsed === undefined) return undefined;
		if (typeof batch !== "string" || typeof manifest !== "string") return undefined;
		return typeof expiresAt === "number" ? { credential: parsed, batch, manifest, expiresAt } : undefined;
	} catch {
		return undefined;
	}
}

/** The saved runs of this user, one file each. */
export class SavedRuns {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	async read(server: string, roots: readonly string[], now: number): Promise<SavedRun | undefined> {
		const text = await readFile(join(this.#folder, fileName(server, roots)), "utf8").catch(() => "");
		const run = parse(text);
		return run !== undefined && run.expiresAt > now ? run : undefined;
	}

	/** Written to a temporary file and renamed, so that a run that is killed leaves the old file or the new one. */
	async save(server: string, roots: readonly string[], { credential, ...rest }: SavedRun): Promise<void> {
		await mkdir(this.#folder, { recursive: true, mode: FOLDER_MODE });
		const temporary = join(this.#folder, `${randomUUID()}.part`);
		const file = await open(temporary, "wx", FILE_MODE);
		const content = { version: VERSION, credential: formatCredential(credential), ...rest };
		await file.writeFile(`${JSON.stringify(content)}\n`);
		await file.close();
		await rename(temporary, join(this.#folder, fileName(server, roots)));
	}

	async remove(server: string, roots: readonly string[]): Promise<void> {
		await rm(join(this.#folder, fileName(server, roots)), { force: true });
	}

	/** Removes runs whose session has expired, and files that cannot be read. */
	async removeExpired(now: number): Promise<void> {
		const names = await readdir(this.#folder).catch(() => []);
		for (const name of names.filter((one) => one.endsWith(SUFFIX))) {
			const path = join(this.#folder, name);
			const run = parse(await readFile(path, "utf8").catch(() => ""));
			if (run === undefined || run.expiresAt <= now) await rm(path, { force: true });
		}
	}
}
