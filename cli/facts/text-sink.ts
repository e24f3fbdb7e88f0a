import { open, rename, rm } from "node:fs/promises";
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

/** Into a file that is there whole or not at all: written beside its place, then moved. */
export async function fileSink(path: string): Promise<TextSink> {
	const unfinished = `${path}.${process.pid}.part`;
	const file = await open(unfinished, "w");
	return {
		write: async (text) => {
			await file.writeFile(text);
		},
		async close() {
			await file.close();
			await rename(unfinished, path);
		},
		async abandon() {
			await file.close();
			await rm(unfinished, { force: true });
		},
	};
}
