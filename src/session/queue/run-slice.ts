import type { FileProblem, FileRecord } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import { PARALLEL_FILES, SLICE_MS, SLICE_REQUESTS } from "../limits.ts";
import type { Command } from "../rules/command.ts";
import type { Found } from "../rules/file-rules.ts";
import { retryDelay } from "../rules/retry-delay.ts";

/** The code that a file carries when the actor died while it was being read. */
export const INTERRUPTED = "interrupted";

/** How reading one file ended: with facts (saved already), or with a reason why it can never be read. */
export type Reading =
	| { readonly ok: true; readonly found: Found; readonly requests: number }
	/** The slice is over, and what was done so far is kept. */
	| { readonly ok: "later"; readonly requests: number }
	| {
			readonly ok: false;
			readonly problem: FileProblem;
			readonly kind: FileKind;
			readonly mime: string;
			readonly requests: number;
	  };

/** What a slice of work needs. A fake of it is ten lines. */
export interface WorkPorts {
	now(): number;
	/** 0–1. */
	random(): number;
	/** The next file whose turn it is, without taking it out. */
	next(): FileRecord | undefined;
	do(command: Command): void;
	settled(): Promise<void>;
	/**
	 * Reads one file, or goes on with it. A long reading ends with "later" once it is past `until` (milliseconds since
	 * 1970). Throws when the platform failed, and it should be tried again.
	 */
	read(file: FileRecord, until: number): Promise<Reading>;
}

/**
 * Reads files until none waits or the slice is used up: bounded in time and in storage requests, so that one alarm
 * never does too much. An attempt is counted, and written, before it begins: a file that kills the isolate has then
 * used one up. A file that was being read when the isolate died is read alone the next time, so that it cannot take
 * sound ones with it again.
 */
export async function runSlice(ports: WorkPorts): Promise<void> {
	const deadline = ports.now() + SLICE_MS;
	const running = new Set<Promise<void>>();
	let requests = 0;
	let alone = false;

	const readOne = async (file: FileRecord): Promise<void> => {
		ports.do({ type: "start", files: [file.n] });
		await ports.settled();
		try {
			const reading = await ports.read(file, deadline);
			requests += reading.requests;
			if (reading.ok === "later") ports.do({ type: "suspend", file: file.n });
			else if (reading.ok) ports.do({ type: "complete", file: file.n, found: reading.found });
			else {
				const { problem, kind, mime } = reading;
				ports.do({ type: "fail", file: file.n, problem, kind, mime });
			}
		} catch {
			requests += 1;
			const retryAt = ports.now() + retryDelay(file.attempt + 1, ports.random());
			ports.do({ type: "defer", file: file.n, problem: STORAGE_SILENT, retryAt });
		}
	};

	while (true) {
		while (!alone && running.size < PARALLEL_FILES && requests < SLICE_REQUESTS && ports.now() < deadline) {
			const file = ports.next();
			if (file === undefined) break;
			const suspect = file.problem?.code === INTERRUPTED;
			if (suspect && running.size > 0) break;
			alone = suspect;
			const reading: Promise<void> = readOne(file).finally(() => {
				running.delete(reading);
				if (suspect) alone = false;
			});
			running.add(reading);
		}
		if (running.size === 0) return;
		await Promise.race(running);
	}
}

const STORAGE_SILENT: FileProblem = {
	code: "storage-silent",
	detail: "The stored bytes could not be read just now. It is tried again by itself.",
};

/** What is said of a file that was being read when the actor died, while tries are left and when none is. */
export function interruption(file: FileRecord, lastTry: boolean): FileProblem {
	const detail = lastTry
		? `Reading this file stopped the service ${file.attempt} times, so it is not tried again. The file may be damaged in an unusual way.`
		: "The service was restarted while this file was being read. It is tried again by itself.";
	return { code: INTERRUPTED, detail };
}
