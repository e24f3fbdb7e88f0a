import type { FileProblem, FileRecord } from "../../../src/protocol/files/file-record.ts";

/** Where the bytes of a file are that the server still expects. */
export type Whereabouts = "here" | "elsewhere" | "missing" | "unknown";

/** What only this page knows of a file. */
export interface LocalFile {
	/** Bytes that have left this page; not yet what the server has. */
	readonly sent: number;
	readonly bytes: Whereabouts;
	/** Why this page could not send it. */
	readonly problem?: FileProblem;
}

const NOTHING_SENT: Readonly<Record<Whereabouts, LocalFile>> = {
	here: { sent: 0, bytes: "here" },
	elsewhere: { sent: 0, bytes: "elsewhere" },
	missing: { sent: 0, bytes: "missing" },
	unknown: { sent: 0, bytes: "unknown" },
};

/** Files of this page, beside the server's records. Numbers that change are told, so that their rows follow. */
export class LocalFiles {
	#files = new Map<number, LocalFile>();
	#batches = new Map<number, Whereabouts>();
	#changed: (n: number) => void;

	constructor(changed: (n: number) => void) {
		this.#changed = changed;
	}

	of(record: FileRecord): LocalFile {
		return this.#files.get(record.n) ?? NOTHING_SENT[this.#batches.get(record.batch) ?? "unknown"];
	}

	problemOf(n: number): FileProblem | undefined {
		return this.#files.get(n)?.problem;
	}

	/** Whether this page has the file's bytes and means to send them. */
	holds(n: number): boolean {
		const file = this.#files.get(n);
		return file !== undefined && file.bytes === "here" && file.problem === undefined;
	}

	hold(n: number): void {
		this.#set(n, NOTHING_SENT.here);
	}

	sent(n: number, sent: number): void {
		const file = this.#files.get(n);
		if (file !== undefined && file.sent !== sent) this.#set(n, { ...file, sent });
	}

	fail(n: number, problem: FileProblem): void {
		this.#set(n, { sent: 0, bytes: "here", problem });
	}

	/** The server's record tells all from now on. */
	release(n: number): void {
		if (this.#files.delete(n)) this.#changed(n);
	}

	/** Where the bytes are of those files of a batch that this page does not hold. */
	place(batch: number, bytes: Whereabouts, members: Iterable<number>): void {
		this.#batches.set(batch, bytes);
		for (const n of members) this.#changed(n);
	}

	clear(): void {
		this.#files.clear();
		this.#batches.clear();
	}

	#set(n: number, file: LocalFile): void {
		this.#files.set(n, file);
		this.#changed(n);
	}
}
