import { access, constants, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import type { WriteText } from "./write-table.ts";

/** Where text is written to. */
export interface TextOutput {
	readonly write: WriteText;
	/** Everything is written. */
	close(): Promise<void>;
	/** Writing failed: removes what was written so far, where that is possible. */
	discard(): Promise<void>;
}

/** Writes into a stream such as stdout, no faster than its reader reads. */
export function streamOutput(stream: Writable): TextOutput {
	const write: WriteText = (text) =>
		new Promise((done, fail) => {
			stream.write(text, (error) => (error ? fail(error) : done()));
		});
	return { write, close: async () => {}, discard: async () => {} };
}

/** Whether the path is something that must be written in place, such as `/dev/stdout` or a named pipe. */
async function isDevice(path: string): Promise<boolean> {
	const stats = await stat(path).catch(() => undefined);
	return stats !== undefined && !stats.isFile();
}

/** Rejects if `fileOutput` would fail, so that this is known before an hour of sending. */
export async function checkWritable(path: string): Promise<void> {
	await access((await isDevice(path)) ? path : dirname(path), constants.W_OK);
}

/** Writes into a temporary file and renames it at the end: the file is there completely or not at all. */
export async function fileOutput(path: string): Promise<TextOutput> {
	const isRenamed = !(await isDevice(path));
	const temporary = isRenamed ? `${path}.${process.pid}.part` : path;
	const file = await open(temporary, "w");
	return {
		write: async (text) => {
			await file.writeFile(text);
		},
		async close() {
			await file.close();
			if (isRenamed) await rename(temporary, path);
		},
		async discard() {
			await file.close();
			if (isRenamed) await rm(temporary, { force: true });
		},
	};
}
