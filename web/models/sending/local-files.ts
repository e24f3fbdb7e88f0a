import type { FileProblem, FileRecord } from "../../../src/protocol/files/file-record.ts";

/** Where the bytes are that the server still expects. */
export type SourceState = "here" | "elsewhere" | "missing" | "unknown";

/** What only this page knows about a file. */
export interface LocalFile {
	/** Bytes sent by this page; the server may not have stored them yet. */
	readonly sent: number;
	readonly source: SourceState;
	/** Why this page failed to send it. */
	readonly problem?: FileProblem;
}

const NOTHING_SENT: Readonly<Record<SourceState, LocalFile>> = {
	here: { sent: 0, source: "here" },
	elsewhere: { sent: 0, source: "elsewhere" },
	missing: { sent: 0, source: "missing" },
	unknown: { sent: 0, source: "unknown" },
};

/**
 * What this page knows about its files, in addition to the server's records. Reports changed numbers so that their rows
 * update.
 */
export class LocalFiles {
	#files = new Map<number, LocalFile>();
	#batchSources = new Map<number, SourceState>();
	#onChanged: (n: number) => void;

	constructor(onChanged: (n: number) => void) {
		this.#onChanged = onChanged;
	}

	get(record: FileRecord): LocalFile {
		return this.#files.get(record.n) ?? NOTHING_SENT[this.#batchSources.get(record.batch) ?? "unknown"];
	}

	problemOf(n: number): FileProblem | undefined {
		return this.#files.get(n)?.problem;
	}

	/** Whether this page has the file's bytes and is going to send them. */
	canSend(n: number): boolean {
		const file = this.#files.get(n);
		return file !== undefined && file.source === "here" && file.problem === undefined;
	}

	add(n: number): void {
		this.#set(n, NOTHING_SENT.here);
	}

	setSent(n: number, sent: number): void {
		const file = this.#files.get(n);
		if (file !== undefined && file.sent !== sent) this.#set(n, { ...file, sent });
	}

	fail(n: number, problem: FileProblem): void {
		this.#set(n, { sent: 0, source: "here", problem });
	}

	/** From now on the server's record is all there is to show. */
	remove(n: number): void {
		if (this.#files.delete(n)) this.#onChanged(n);
	}

	/** Sets the source state of those files of a batch that this page does not have. */
	setBatchSource(batch: number, source: SourceState, members: Iterable<number>): void {
		this.#batchSources.set(batch, source);
		for (const n of members) this.#onChanged(n);
	}

	clear(): void {
		this.#files.clear();
		this.#batchSources.clear();
	}

	#set(n: number, file: LocalFile): void {
		this.#files.set(n, file);
		this.#onChanged(n);
	}
}
