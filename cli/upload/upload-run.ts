import type { Api } from "../../client/http/api.ts";
import type { Clock } from "../../client/http/clock.ts";
import type { Failure } from "../../client/http/failure.ts";
import type { SendBody } from "../../client/sending/requests/send-body.ts";
import { type ParcelBounds, RAW_FILE_BYTES } from "../../client/sending/upload-queue.ts";
import type { UploadSource } from "../../client/sending/upload-source.ts";
import { Uploader } from "../../client/sending/uploader.ts";
import type { FileProblem, FileRecord } from "../../src/protocol/files/file-record.ts";
import { MIB } from "../../src/protocol/limits.ts";
import { ok } from "../../src/protocol/result.ts";
import type { Progress } from "../progress/progress.ts";
import { Follower } from "../session/follow.ts";
import { Tally } from "./tally.ts";

/** What one request carries: larger forms than a page's, since nobody waits for single rows here. */
const BOUNDS: ParcelBounds = { formFiles: 50, formBytes: 8 * MIB, rawBytes: RAW_FILE_BYTES };

/** How a run came to its end. */
export type Ending =
	| { readonly how: "settled" }
	| { readonly how: "stopped" }
	| { readonly how: "session-ended" }
	| { readonly how: "refused"; readonly failure: Failure };

/** A file that a run is about. */
export interface PlannedFile {
	readonly source: UploadSource;
	/** The number under which an earlier run has stored it: nothing is sent, it is only waited for. */
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
	/** How bodies are sent, for who measures them. */
	readonly send?: SendBody | undefined;
	/** Each change of one of the run's files, for who measures them. */
	changed?(record: FileRecord): void;
}

/** One upload from announcement to last fact: the engine sends, the stream tells, and this knows when all is done. */
export class UploadRun {
	readonly #uploader: Uploader;
	readonly #follower: Follower;
	readonly #tally = new Tally();
	readonly #options: RunOptions;
	readonly #ended = Promise.withResolvers<Ending>();
	#numbers: readonly number[] = [];
	/** What is to be sent; the uploader tells it once it is announced. */
	#planned = { files: 0, bytes: 0 };
	#bytesStoredBefore = 0;
	#allAdded = false;
	#answers = true;

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
			answers: (isThere) => {
				if (isThere && !this.#answers) this.#uploader.wake();
				this.#answers = isThere;
			},
			sessionEnded: () => this.#end({ how: "session-ended" }),
		});
	}

	/** The numbers of the files that were added, in their order. */
	get numbers(): readonly number[] {
		return this.#numbers;
	}

	/** What the session knows of a file. */
	record(n: number): FileRecord | undefined {
		return this.#follower.state.files.get(n);
	}

	/** Why this side could not send a file. */
	problem(n: number): FileProblem | undefined {
		return this.#tally.problem(n);
	}

	/** Why a file came to nothing, whoever says so; `undefined` when it did not. */
	failure(n: number): FileProblem | undefined {
		const record = this.record(n);
		if (record?.state === "cancelled") return { code: "cancelled", detail: "It was cancelled." };
		return this.#tally.problem(n) ?? (record?.state === "failed" ? record.problem : undefined);
	}

	/** Whether nothing failed. */
	get isWhole(): boolean {
		return this.#tally.failed === 0;
	}

	progress(): Progress {
		const { bytes: unsent, bytesPerSecond } = this.#uploader.progress;
		const { done, failed } = this.#tally;
		const bytes = this.#allAdded ? this.#bytesStoredBefore + unsent : this.#planned.bytes;
		const stored = Math.min(bytes, this.#tally.stored + this.#storedInPart());
		return {
			files: this.#planned.files,
			done,
			failed,
			bytes,
			stored,
			bytesPerSecond,
			secondsLeft: bytesPerSecond > 0 ? (bytes - stored) / bytesPerSecond : undefined,
			note: this.#note(),
		};
	}

	/**
	 * Sends these files, and settles when each is read or given up, the session is gone, or `stop` was called. Lost lines
	 * and restarted servers only take time.
	 */
	async run(files: readonly PlannedFile[]): Promise<Ending> {
		const bytes = files.reduce((sum, { source }) => sum + source.size, 0);
		this.#planned = { files: files.length, bytes };
		void this.#listen();
		this.#follower.start();
		const unsent = files.filter(({ storedAs }) => storedAs === undefined).map(({ source }) => source);
		const added = unsent.length === 0 ? ok([]) : await this.#uploader.add(unsent);
		if (added.ok) this.#number(files, added.value);
		else this.#end({ how: "refused", failure: added.problem });
		const ending = await this.#ended.promise;
		this.#follower.stop();
		this.#uploader.close();
		return ending;
	}

	/** Stops at once; what is stored stays. */
	stop(): void {
		this.#end({ how: "stopped" });
	}

	async #listen(): Promise<void> {
		for await (const event of this.#uploader.events()) {
			if (event.type === "session-ended") this.#end({ how: "session-ended" });
			if (event.type !== "failed") continue;
			const { n, problem } = event.file;
			if (problem !== undefined) this.#tally.fail(n, problem);
			this.#check();
		}
	}

	/** From here on it is known which files of the session are ours. */
	#number(files: readonly PlannedFile[], added: readonly number[]): void {
		const fresh = added.values();
		this.#numbers = files.map(({ storedAs }) => storedAs ?? fresh.next().value ?? 0);
		for (const { source, storedAs } of files)
			if (storedAs !== undefined) this.#bytesStoredBefore += source.size;
		for (const n of this.#numbers) this.#tally.add(n);
		this.#allAdded = true;
		// The stream may lag behind the announcement: what it has not told yet is not removed.
		this.#changed(this.#numbers.filter((n) => this.record(n) !== undefined));
	}

	#changed(numbers: Iterable<number>): void {
		if (!this.#allAdded) return;
		for (const n of numbers) {
			const record = this.record(n);
			this.#tally.record(n, record);
			if (record === undefined) continue;
			this.#options.changed?.(record);
			// Somebody paused it, and has thought better of it since.
			const isWanted = record.state === "expected" || record.state === "uploading";
			if (isWanted && this.#uploader.file(n)?.state === "paused") void this.#uploader.resume(n);
		}
		this.#check();
	}

	/** Bytes in storage of uploads that are under way. */
	#storedInPart(): number {
		let bytes = 0;
		for (const [n, stored] of Object.entries(this.#follower.state.gauges.stored ?? {})) {
			const record = this.record(Number(n));
			if (record?.state === "uploading" && this.#tally.has(record.n)) bytes += Math.min(stored, record.size);
		}
		return bytes;
	}

	#check(): void {
		if (this.#allAdded && this.#tally.open === 0) this.#end({ how: "settled" });
	}

	#note(): string | undefined {
		const { waiting } = this.#uploader.progress;
		if (!this.#answers || waiting?.why === "unanswered") return "the server does not answer; waiting for it";
		if (waiting?.why === "asked") return "the server asked to wait a moment";
		const { paused, open } = this.#tally;
		return paused > 0 && paused === open ? "paused" : undefined;
	}

	#end(ending: Ending): void {
		this.#ended.resolve(ending);
	}
}
