import type { FileProblem, FileRecord } from "../../protocol/files/file-record.ts";
import { MAX_ATTEMPTS } from "../../protocol/limits.ts";
import { LINK_GAIN_BYTES } from "../limits.ts";
import type { Command } from "../rules/command.ts";
import { isComplete, offsetOf, type ResumableUpload } from "../rules/upload-rules.ts";

/** The problem code of a file that was being read or fetched when its isolate died. */
export const INTERRUPTED = "interrupted";

const FETCH_INTERRUPTED: FileProblem = {
	code: INTERRUPTED,
	detail: "The service was restarted while this link was being fetched. It continues automatically.",
};

/** The problem of a file that was being read, for this many times in a row, when what read it died. */
export function readInterrupted(attempt: number): FileProblem {
	const detail =
		attempt >= MAX_ATTEMPTS
			? `Reading this file stopped the service ${attempt} times, so it is not tried again. The file may be damaged in an unusual way.`
			: "The service was restarted while this file was being read. It is tried again automatically.";
	return { code: INTERRUPTED, detail };
}

/** What a wake must requeue: files that were being read or fetched when the last isolate died. Their attempt is used up. */
export function* interruptedCommands(
	files: Iterable<FileRecord>,
	links: Iterable<FileRecord>,
	uploads: { get(n: number): ResumableUpload | undefined },
	now: number,
): Generator<Command> {
	for (const file of files)
		if (file.state === "processing")
			yield { type: "defer", file: file.n, problem: readInterrupted(file.attempt), retryAt: now };
	for (const file of links) {
		const upload = uploads.get(file.n);
		// All bytes are stored and only not one object yet: the alarm finishes that.
		if (upload && isComplete(upload)) continue;
		const gained = upload !== undefined && offsetOf(upload) - file.stored >= LINK_GAIN_BYTES;
		yield { type: "fetch-failed", file: file.n, problem: FETCH_INTERRUPTED, retryAt: now, gained };
	}
}
