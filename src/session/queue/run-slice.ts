import type { FileProblem, FileRecord } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import { PARALLEL_FILES, SLICE_MS, SLICE_REQUESTS } from "../limits.ts";
import type { Command } from "../rules/command.ts";
import type { ReadSummary } from "../rules/file-rules.ts";
import { retryDelay } from "../rules/retry-delay.ts";
import { INTERRUPTED } from "./interrupted.ts";

/** How reading one file ended. `requests` counts the storage requests it took. */
export type ReadOutcome =
	/** With facts, which are saved already. */
	| {
			readonly ok: true;
			readonly found: ReadSummary;
			/** For a recording without words: the caption files that were tried. */
			readonly triedCaptions?: readonly number[] | undefined;
			readonly requests: number;
	  }
	/** The slice ended first; what was done so far is saved. */
	| { readonly ok: "later"; readonly requests: number }
	/** The file can never be read. */
	| {
			readonly ok: false;
			readonly problem: FileProblem;
			readonly kind: FileKind;
			readonly mime: string;
			readonly requests: number;
	  };

/** Everything a slice depends on; tests pass fakes. */
export interface SliceDeps {
	now(): number;
	/** 0–1. */
	random(): number;
	/** The next file to read, which stays in the queue. */
	next(): FileRecord | undefined;
	execute(command: Command): void;
	settled(): Promise<void>;
	/**
	 * Reads one file, or continues with it. A long reading ends with "later" once it is past `until` (milliseconds since 1970).
	 * Throws when the platform failed and reading should be tried again.
	 */
	read(file: FileRecord, until: number): Promise<ReadOutcome>;
}

const STORAGE_SILENT: FileProblem = {
	code: "storage-silent",
	detail: "The stored bytes could not be read just now. It is tried again automatically.",
};

/**
 * Reads files until none waits or the slice is used up: bounded in time and in storage requests, so that one alarm never does
 * too much. An attempt is counted, and written, before it begins, so a file that kills the isolate has used one up. A file
 * that was being read when the isolate died is read alone the next time, so that it cannot take sound ones with it again.
 */
export async function runSlice(deps: SliceDeps): Promise<void> {
	const deadline = deps.now() + SLICE_MS;
	const running = new Set<Promise<void>>();
	let requests = 0;
	let alone = false;

	const readOne = async (file: FileRecord): Promise<void> => {
		deps.execute({ type: "start", files: [file.n] });
		await deps.settled();
		try {
			const outcome = await deps.read(file, deadline);
			requests += outcome.requests;
			deps.execute(commandFor(file.n, outcome));
		} catch {
			requests += 1;
			const retryAt = deps.now() + retryDelay(file.attempt + 1, deps.random());
			deps.execute({ type: "defer", file: file.n, problem: STORAGE_SILENT, retryAt });
		}
	};

	while (true) {
		while (!alone && running.size < PARALLEL_FILES && requests < SLICE_REQUESTS && deps.now() < deadline) {
			const file = deps.next();
			if (file === undefined) break;
			const isSuspect = file.problem?.code === INTERRUPTED;
			if (isSuspect && running.size > 0) break;
			alone = isSuspect;
			const reading: Promise<void> = readOne(file).finally(() => {
				running.delete(reading);
				if (isSuspect) alone = false;
			});
			running.add(reading);
		}
		if (running.size === 0) return;
		await Promise.race(running);
	}
}

function commandFor(file: number, outcome: ReadOutcome): Command {
	if (outcome.ok === "later") return { type: "suspend", file };
	if (!outcome.ok) {
		const { problem, kind, mime } = outcome;
		return { type: "fail", file, problem, kind, mime };
	}
	const { found, triedCaptions } = outcome;
	return { type: "complete", file, found, ...(triedCaptions && { triedCaptions }) };
}
