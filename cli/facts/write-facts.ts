import type { Writable } from "node:stream";
import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import type { FileRow } from "./file-row.ts";
import type { TableFormat } from "./table-format.ts";
import { fileSink, streamSink, type TextSink } from "./text-sink.ts";
import { type TableHead, writeTable } from "./write-table.ts";

/** Where facts go, and as what. */
export interface Destination {
	readonly format: TableFormat;
	readonly columns?: readonly string[] | undefined;
	/** A file; left out: `stdout`. */
	readonly out?: string | undefined;
	readonly stdout: Writable;
}

/** Reader and writer of a pipe end in any order: `| head` has what it wanted. */
function isClosedPipe(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "EPIPE";
}

async function into(sink: TextSink, write: () => Promise<void>): Promise<void> {
	try {
		await write();
		await sink.close();
	} catch (error) {
		await sink.abandon();
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
		const sink = out === undefined ? streamSink(stdout) : await fileSink(out);
		await into(sink, () => writeTable(format, rows, sink.write, { head, columns }));
		return ok(null);
	} catch (error) {
		if (signal.aborted) return refuse("The facts were not read to their end.");
		return refuse(`The facts could not be written: ${error instanceof Error ? error.message : error}.`);
	}
}
