import type { FileProblem, FileRecord } from "../../src/protocol/files/file-record.ts";
import type { FileState } from "../../src/protocol/files/file-state.ts";

/** States after which nothing more happens to a file by itself. */
const SETTLED: ReadonlySet<FileState> = new Set(["completed", "failed", "cancelled"]);

/** What became of one of our files. */
interface Standing {
	became: "open" | "done" | "failed";
	/** Bytes of it that lie in storage, once it is there whole. */
	stored: number;
	/** A reason of this side: the file could not be read, or the server did not want it. */
	problem: FileProblem | undefined;
}

const REMOVED: FileProblem = { code: "removed", detail: "It was removed from the session." };

/**
 * Counts what became of the files of this run and of no others, change by change: a walk over ten thousand files ten
 * times a second would be the most expensive thing that the program does.
 */
export class Tally {
	readonly #files = new Map<number, Standing>();
	readonly #counts = { open: 0, done: 0, failed: 0 };
	readonly #paused = new Set<number>();
	#stored = 0;

	/** Files that are stored and read. */
	get done(): number {
		return this.#counts.done;
	}

	get failed(): number {
		return this.#counts.failed;
	}

	/** Files to which something may still happen. */
	get open(): number {
		return this.#counts.open;
	}

	/** Bytes of the files that are stored whole. */
	get stored(): number {
		return this.#stored;
	}

	/** Files that somebody paused. */
	get paused(): number {
		return this.#paused.size;
	}

	/** Whether a file is one of ours. */
	has(n: number): boolean {
		return this.#files.has(n);
	}

	add(n: number): void {
		if (this.#files.has(n)) return;
		this.#files.set(n, { became: "open", stored: 0, problem: undefined });
		this.#counts.open++;
	}

	/** Takes what the session says of a file; `undefined` says that it was removed. */
	record(n: number, record: FileRecord | undefined): void {
		const file = this.#files.get(n);
		if (file === undefined) return;
		const stored = record?.stage === undefined ? 0 : record.stored;
		this.#stored += stored - file.stored;
		file.stored = stored;
		if (record?.state === "paused") this.#paused.add(n);
		else this.#paused.delete(n);
		if (record === undefined) this.#become(file, "failed", REMOVED);
		else if (record.state === "completed") this.#become(file, "done");
		else if (SETTLED.has(record.state)) this.#become(file, "failed");
		// The session still expects the bytes of a file that this side gave up.
		else if (file.problem === undefined || record.stage !== undefined) this.#become(file, "open");
	}

	/** This side cannot send it. */
	fail(n: number, problem: FileProblem): void {
		const file = this.#files.get(n);
		if (file !== undefined && file.became !== "done") this.#become(file, "failed", problem);
	}

	/** Why this side could not send it. */
	problem(n: number): FileProblem | undefined {
		return this.#files.get(n)?.problem;
	}

	#become(file: Standing, became: Standing["became"], problem?: FileProblem): void {
		this.#counts[file.became]--;
		this.#counts[became]++;
		file.became = became;
		file.problem = problem;
	}
}
