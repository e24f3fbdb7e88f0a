import type { FileProblem, FileRecord } from "../../protocol/files/file-record.ts";
import type { Command } from "../rules/command.ts";
import { retryDelay } from "../rules/retry-delay.ts";
import { readInterrupted } from "./interrupted.ts";
import type { ReadOutcome } from "./read-outcome.ts";

/** What readings depend on. */
export interface ReadingsDeps {
	now(): number;
	/** 0–1. */
	random(): number;
	/** Whether the session accepted the command. */
	execute(command: Command): boolean;
}

/** Identifies one reading of a file, or one call that reads several. */
export type Reader = object;

const STORAGE_SILENT: FileProblem = {
	code: "storage-silent",
	detail: "The stored bytes could not be read just now. It is tried again automatically.",
};

/**
 * The readings under way: begins them, and takes in how they end. A file may be cancelled, sent again and read again while an earlier
 * reading of it still runs; what that one says is then ignored.
 */
export class Readings {
	readonly #deps: ReadingsDeps;
	readonly #readers = new Map<number, Reader>();

	constructor(deps: ReadingsDeps) {
		this.#deps = deps;
	}

	/** Begins to read a file, and counts the try. False when it does not wait any more. */
	begin(n: number, reader: Reader): boolean {
		if (!this.#deps.execute({ type: "start", files: [n] })) return false;
		this.#readers.set(n, reader);
		return true;
	}

	/** Whether this is still the reading that counts. */
	isReading(n: number, reader: Reader): boolean {
		return this.#readers.get(n) === reader;
	}

	/** Takes in how a reading ended. `file`: its record before it began; `gained`: something was saved meanwhile. */
	end(file: FileRecord, reader: Reader, outcome: ReadOutcome, gained = false): void {
		if (!this.isReading(file.n, reader)) return;
		this.#readers.delete(file.n);
		this.#deps.execute(this.#commandFor(file, outcome, gained));
	}

	/** What was reading the file has died. It is tried again at once, alone. */
	interrupt(file: FileRecord, reader: Reader, gained: boolean): void {
		if (!this.isReading(file.n, reader)) return;
		this.#readers.delete(file.n);
		const problem = readInterrupted(file.attempt + 1);
		this.#deps.execute({ type: "defer", file: file.n, problem, retryAt: this.#deps.now(), gained });
	}

	#commandFor(file: FileRecord, outcome: ReadOutcome, gained: boolean): Command {
		const { n } = file;
		switch (outcome.ok) {
			case "later":
				return { type: "suspend", file: n };
			case "storage-silent": {
				const { now, random } = this.#deps;
				const retryAt = now() + retryDelay(file.attempt + 1, random());
				return { type: "defer", file: n, problem: STORAGE_SILENT, retryAt, gained };
			}
			case false: {
				const { problem, kind, mime } = outcome;
				return { type: "fail", file: n, problem, kind, mime };
			}
			case true: {
				const { found, triedCaptions } = outcome;
				return { type: "complete", file: n, found, ...(triedCaptions && { triedCaptions }) };
			}
		}
	}
}
