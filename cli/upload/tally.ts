import type { FileProblem, FileRecord } from "../../src/protocol/files/file-record.ts";
import { isTerminal } from "../../src/protocol/files/file-state.ts";
import { words } from "../words/words.ts";

/** What is known about one of the run's files. */
interface Entry {
	status: "open" | "done" | "failed";
	/** Its stored bytes, once all of them are stored; 0 before. */
	stored: number;
	/** Why this side could not send it. */
	problem: FileProblem | undefined;
}

const REMOVED: FileProblem = { code: "removed", detail: words.failed.removed };

/**
 * Counts the results of this run's files, change by change: counting ten thousand files anew ten times a second would be the
 * most expensive thing that the program does.
 */
export class UploadTally {
	readonly #files = new Map<number, Entry>();
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

	/** Files that are neither done nor failed. */
	get open(): number {
		return this.#counts.open;
	}

	/** Bytes of the files that are stored completely. */
	get stored(): number {
		return this.#stored;
	}

	/** Files that are paused, by whatever client. */
	get paused(): number {
		return this.#paused.size;
	}

	/** Whether a file belongs to this run. */
	has(n: number): boolean {
		return this.#files.has(n);
	}

	add(n: number): void {
		if (this.#files.has(n)) return;
		this.#files.set(n, { status: "open", stored: 0, problem: undefined });
		this.#counts.open++;
	}

	/** Takes the session's record of a file; `undefined`: it was removed. */
	record(n: number, record: FileRecord | undefined): void {
		const file = this.#files.get(n);
		if (file === undefined) return;
		const stored = record?.stage === undefined ? 0 : record.stored;
		this.#stored += stored - file.stored;
		file.stored = stored;
		if (record?.state === "paused") this.#paused.add(n);
		else this.#paused.delete(n);
		if (record === undefined) this.#setStatus(file, "failed", REMOVED);
		else if (record.state === "completed") this.#setStatus(file, "done");
		else if (isTerminal(record.state)) this.#setStatus(file, "failed");
		// The session still expects the bytes of a file that this side could not send: that one stays failed.
		else if (file.problem === undefined || record.stage !== undefined) this.#setStatus(file, "open");
	}

	/** This side cannot send the file. */
	fail(n: number, problem: FileProblem): void {
		const file = this.#files.get(n);
		if (file !== undefined && file.status !== "done") this.#setStatus(file, "failed", problem);
	}

	/** Why this side could not send a file. */
	problem(n: number): FileProblem | undefined {
		return this.#files.get(n)?.problem;
	}

	#setStatus(file: Entry, status: Entry["status"], problem?: FileProblem): void {
		this.#counts[file.status]--;
		this.#counts[status]++;
		file.status = status;
		file.problem = problem;
	}
}
