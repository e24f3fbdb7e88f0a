import type { Api, Clock, Failure } from "../../client/http.ts";
import {
	DEFAULT_BOUNDS,
	type RequestBounds,
	type SendBody,
	Uploader,
	type UploadProblem,
	type UploadSource,
} from "../../client/sending.ts";
import type { FileProblem, FileRecord } from "../../src/protocol/files/file-record.ts";
import { MIB } from "../../src/protocol/limits.ts";
import { ok } from "../../src/protocol/result.ts";
import type { RunProgress } from "../progress/progress-line.ts";
import { Follower } from "../session/follower.ts";
import { words } from "../words/words.ts";
import { UploadTally } from "./tally.ts";

/** Larger forms than a page's, because nobody watches single files here. */
const BOUNDS: RequestBounds = { formFiles: 50, formBytes: 8 * MIB, rawBytes: DEFAULT_BOUNDS.rawBytes };

/** How a run ended. */
export type RunEnd =
	| { readonly how: "settled" }
	| { readonly how: "stopped" }
	| { readonly how: "session-ended" }
	| { readonly how: "refused"; readonly failure: Failure };

/** A file of a run. */
export interface PlannedFile {
	readonly source: UploadSource;
	/** Its number, if an earlier run has stored it: it is not sent again, only waited for. */
	readonly storedAs?: number | undefined;
}

/** What a run is made of. */
export interface RunOptions {
	readonly server: string;
	/** `<id>.<token>`. */
	readonly credential: string;
	readonly batch: string;
	readonly api: Api;
	readonly clock: Clock;
	/** Bytes a second. */
	readonly limit?: number | undefined;
	/** Requests at once. */
	readonly parallel?: number | undefined;
	/** Sends bodies; `load` measures them. */
	readonly send?: SendBody | undefined;
	/** Called for each change of one of the run's files; `load` measures them. */
	changed?(record: FileRecord): void;
}

function fileProblem({ code, detail, tries }: UploadProblem): FileProblem {
	if (code === "unreadable") return { code, detail: words.failed.changed };
	if (tries === undefined) return { code, detail: detail ?? words.failed.refused };
	return { code, detail: words.failed.gaveUp(tries, detail ?? words.failed.noAnswer) };
}

/** One upload from announcement to last fact: the uploader sends, the follower reports, and this decides when all is done. */
export class UploadRun {
	readonly #uploader: Uploader;
	readonly #follower: Follower;
	readonly #tally = new UploadTally();
	readonly #options: RunOptions;
	readonly #end = Promise.withResolvers<RunEnd>();
	#numbers: readonly number[] = [];
	/** What was planned, until the uploader has announced it and knows it exactly. */
	#planned = { files: 0, bytes: 0 };
	#bytesStoredBefore = 0;
	#allAdded = false;
	#isReachable = true;

	constructor(options: RunOptions) {
		const { server, credential, batch, api, clock, limit, parallel, send } = options;
		this.#options = options;
		this.#uploader = new Uploader({
			origin: server,
			credential,
			batch,
			clock,
			bounds: BOUNDS,
			bytesPerSecond: limit ?? null,
			...(parallel !== undefined && { parallel }),
			...(send !== undefined && { send }),
		});
		this.#follower = new Follower(clock, api.poll, {
			changed: (numbers) => this.#changed(numbers),
			reachable: (isReachable) => {
				if (isReachable && !this.#isReachable) this.#uploader.wake();
				this.#isReachable = isReachable;
			},
			sessionEnded: () => this.#end.resolve({ how: "session-ended" }),
		});
	}

	/** The numbers of the planned files, in their order. */
	get numbers(): readonly number[] {
		return this.#numbers;
	}

	/** The session's record of a file. */
	record(n: number): FileRecord | undefined {
		return this.#follower.state.files.get(n);
	}

	/** Why this side could not send a file. */
	problem(n: number): FileProblem | undefined {
		return this.#tally.problem(n);
	}

	/** Why a file failed, here or on the server; `undefined` if it did not. */
	failure(n: number): FileProblem | undefined {
		const record = this.record(n);
		if (record?.state === "cancelled") return { code: "cancelled", detail: words.failed.cancelled };
		return this.#tally.problem(n) ?? (record?.state === "failed" ? record.problem : undefined);
	}

	get hasNoFailures(): boolean {
		return this.#tally.failed === 0;
	}

	progress(): RunProgress {
		const { bytes: unsent, bytesPerSecond } = this.#uploader.progress;
		const { done, failed } = this.#tally;
		const bytes = this.#allAdded ? this.#bytesStoredBefore + unsent : this.#planned.bytes;
		const stored = Math.min(bytes, this.#tally.stored + this.#partlyStoredBytes());
		return {
			files: this.#planned.files,
			done,
			failed,
			bytes,
			stored,
			bytesPerSecond,
			secondsLeft: bytesPerSecond > 0 ? (bytes - stored) / bytesPerSecond : undefined,
			status: this.#status(),
		};
	}

	/**
	 * Sends the files, and resolves when each is read or has failed, when the session is gone, or after `stop`. Lost connections
	 * and restarted servers only take time.
	 */
	async run(files: readonly PlannedFile[]): Promise<RunEnd> {
		const bytes = files.reduce((sum, { source }) => sum + source.size, 0);
		this.#planned = { files: files.length, bytes };
		void this.#watchUploader();
		this.#follower.start();
		const unsent = files.filter(({ storedAs }) => storedAs === undefined).map(({ source }) => source);
		const added = unsent.length === 0 ? ok([]) : await this.#uploader.add(unsent);
		if (added.ok) this.#assignNumbers(files, added.value);
		else this.#end.resolve({ how: "refused", failure: added.problem });
		const end = await this.#end.promise;
		this.#follower.stop();
		this.#uploader.close();
		return end;
	}

	/** Stops at once. What is stored stays. */
	stop(): void {
		this.#end.resolve({ how: "stopped" });
	}

	async #watchUploader(): Promise<void> {
		for await (const event of this.#uploader.events()) {
			if (event.type === "session-ended") this.#end.resolve({ how: "session-ended" });
			if (event.type !== "failed") continue;
			const { n, problem } = event.file;
			if (problem !== undefined) this.#tally.fail(n, fileProblem(problem));
			this.#checkSettled();
		}
	}

	#assignNumbers(files: readonly PlannedFile[], added: readonly number[]): void {
		const fresh = added.values();
		this.#numbers = files.map(({ storedAs }) => storedAs ?? fresh.next().value ?? 0);
		for (const { source, storedAs } of files)
			if (storedAs !== undefined) this.#bytesStoredBefore += source.size;
		for (const n of this.#numbers) this.#tally.add(n);
		this.#allAdded = true;
		// The stream may lag behind the announcement: a file without a record yet was not removed.
		this.#changed(this.#numbers.filter((n) => this.record(n) !== undefined));
	}

	#changed(numbers: Iterable<number>): void {
		if (!this.#allAdded) return;
		for (const n of numbers) {
			const record = this.record(n);
			this.#tally.record(n, record);
			if (record === undefined) continue;
			this.#options.changed?.(record);
			// Another client has resumed a file that the uploader found paused.
			const isExpected = record.state === "expected" || record.state === "uploading";
			if (isExpected && this.#uploader.file(n)?.state === "paused") void this.#uploader.resume(n);
		}
		this.#checkSettled();
	}

	/** Stored bytes of files that are not stored completely yet. */
	#partlyStoredBytes(): number {
		let bytes = 0;
		for (const [n, stored] of Object.entries(this.#follower.state.gauges.stored ?? {})) {
			const record = this.record(Number(n));
			if (record?.state === "uploading" && this.#tally.has(record.n)) bytes += Math.min(stored, record.size);
		}
		return bytes;
	}

	#checkSettled(): void {
		if (this.#allAdded && this.#tally.open === 0) this.#end.resolve({ how: "settled" });
	}

	#status(): string | undefined {
		const { waiting } = this.#uploader.progress;
		if (!this.#isReachable || waiting?.why === "unanswered") return words.progress.waitingForServer;
		if (waiting?.why === "asked") return words.progress.serverBusy;
		const { paused, open } = this.#tally;
		return paused > 0 && paused === open ? words.progress.paused : undefined;
	}
}
