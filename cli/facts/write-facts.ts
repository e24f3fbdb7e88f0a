import type { Writable } from "node:stream";
import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import { words } from "../words/words.ts";
import type { FileRow } from "./file-row.ts";
import { fileOutput, streamOutput, type TextOutput } from "./text-output.ts";
import { type TableFormat, type TableHead, writeTable } from "./write-table.ts";

/** Where the facts are written to, and in which format. */
export interface Destination {
	readonly format: TableFormat;
	readonly columns?: readonly string[] | undefined;
	/** A file; absent: `stdout`. */
	readonly out?: string | undefined;
	readonly stdout: Writable;
}

/** Whether the reader of a pipe has closed it, as `| head` does once it has enough. */
function isClosedPipe(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "EPIPE";
}

async function writeInto(output: TextOutput, write: () => Promise<void>): Promise<void> {
	try {
		await write();
		await output.close();
	} catch (error) {
		await output.discard();
		if (!isClosedPipe(error)) throw error;
	}
}

/** Writes the facts; a refusal is the sentence why they could not be written. */
export async function writeFacts(
	rows: AsyncIterable<FileRow>,
	head: TableHead,
	{ format, columns, out, stdout }: Destination,
	signal: AbortSignal,
): Promise<Result<null, string>> {
	try {
		const output = out === undefined ? streamOutput(stdout) : await fileOutput(out);
		await writeInto(output, () => writeTable(format, rows, output.write, { head, columns }));
		return ok(null);
	} catch (error) {
		if (signal.aborted) return refuse(words.run.factsInterrupted);
		return refuse(words.run.notWritten(error instanceof Error ? error.message : String(error)));
	}
}
