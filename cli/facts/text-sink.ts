import { access, constants, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import type { WriteText } from "./write-table.ts";

/** Text on its way somewhere. */
export interface TextSink {
	readonly write: WriteText;
	/** All is written. */
	close(): Promise<void>;
	/** It came to nothing; nothing half-written stays. */
	abandon(): Promise<void>;
}

/** Into a stream such as stdout, no faster than its reader reads. */
export function streamSink(stream: Writable): TextSink {
	const write: WriteText = (text) =>
		new Promise((done, fail) => {
			stream.write(text, (error) => (error ? fail(error) : done()));
		});
	return { write, close: async () => {}, abandon: async () => {} };
}

/** Something that is written to and never moved: `/dev/stdout`, a named pipe. */
async function isDevice(path: string): Promise<boolean> {
	const stats = await stat(path).catch(() => undefined);
	return stats !== undefined && !stats.isFile();
}

/** Whether `fileSink` will find its place, asked before an hour of sending; throws why not. */
export async function checkWritable(path: string): Promise<void> {
	await access((await isDevice(path)) ? path : dirname(path), constants.W_OK);
}

/** Into a file that is there whole or not at all: written beside its place, then moved. */
export async function fileSink(path: string): Promise<TextSink> {
	const moves = !(await isDevice(path));
	const unfinished = moves ? `${path}.${process.pid}.part` : path;
	const file = await open(unfinished, "w");
	return {
		write: async (text) => {
			await file.writeFile(text);
		},
		async close() {
			await file.close();
			if (moves) await rename(unfinished, path);
		},
		async abandon() {
			await file.close();
			if (moves) await rm(unfinished, { force: true });
		},
	};
}
