import type { FileRecord } from "../../src/protocol/files/file-record.ts";
import { splitManifest } from "../../src/protocol/files/split-manifest.ts";
import { ok, type Result } from "../../src/protocol/result.ts";
import type { Verb } from "../../src/protocol/stream/command-message.ts";
import { systemClock } from "../http/clock.ts";
import type { Failure } from "../http/failure.ts";
import { newBatchKey } from "./batch-key.ts";
import type { EngineHandlers, UploadProblem } from "./engine-deps.ts";
import { EventFeed } from "./event-feed.ts";
import { createFetchSend } from "./requests/send-by-fetch.ts";
import { UploadEngine } from "./upload-engine.ts";
import { UploadSession } from "./upload-session.ts";
import { manifestEntry, type UploadSource } from "./upload-source.ts";
import { type UploadFile, type UploadProgress, type UploadState, UploadTracker } from "./upload-tracker.ts";
import type { UploaderEvent, UploaderOptions } from "./uploader-options.ts";

/** Sends files to Darkroom, from a page or a program. `docs/uploader.md` shows how. */
export class Uploader {
	/** The key of the batch that files are added to. */
	readonly batch: string;
	#session: UploadSession;
	#engine: UploadEngine;
	#tracker: UploadTracker;
	#feed = new EventFeed<UploaderEvent>();
	/** The caller named the batch, so it may contain files of an earlier run. */
	#mayContinue: boolean;
	/** Calls of `add` that are still announcing. */
	#announcing = 0;
	#paused = false;

	constructor(options: UploaderOptions = {}) {
		const { origin = "", clock = systemClock, credential, parallel, bounds } = options;
		const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
		const session = new UploadSession({ origin, credential, clock, fetch });
		const send = options.send ?? createFetchSend(fetch, clock);
		this.batch = options.batch ?? newBatchKey(clock);
		this.#mayContinue = options.batch !== undefined;
		this.#session = session;
		this.#tracker = new UploadTracker(() => clock.now());
		this.#engine = new UploadEngine(
			{
				send: ({ url, headers, ...request }) =>
					send({ ...request, url: `${origin}${url}`, headers: { ...session.headers(), ...headers } }),
				clock,
				online: options.online ?? (() => true),
				...(parallel !== undefined && { parallel }),
				...(bounds !== undefined && { bounds }),
			},
			this.#engineHandlers(),
		);
		this.bytesPerSecond = options.bytesPerSecond ?? null;
	}

	/** `<id>.<token>` once a session is open. Keep it to continue later, and keep it secret. */
	get credential(): string | undefined {
		return this.#session.credential;
	}

	/** The progress of everything. Costs the same for one file and for ten thousand: read it whenever you draw. */
	get progress(): UploadProgress {
		return this.#tracker.progress;
	}

	/** A limit in bytes a second; `null`: unlimited. May be set at any time. */
	get bytesPerSecond(): number | null {
		return this.#engine.bytesPerSecond;
	}

	set bytesPerSecond(limit: number | null) {
		this.#engine.bytesPerSecond = limit;
	}

	/** One file by its number. */
	file(n: number): UploadFile | undefined {
		return this.#tracker.get(n);
	}

	/** All files, in the order in which they were added. */
	files(): Iterable<UploadFile> {
		return this.#tracker.all();
	}

	/** All events from this call on, until `close`. Each call returns an iterator of its own. */
	events(): AsyncGenerator<UploaderEvent, void> {
		return this.#feed.subscribe();
	}

	/**
	 * Announces files, begins to send them, and returns their numbers in order. Waits as long as the server does not answer;
	 * a final refusal is returned as the problem.
	 */
	async add(sources: Iterable<UploadSource>): Promise<Result<readonly number[], Failure>> {
		this.#announcing++;
		try {
			const numbers: number[] = [];
			const opened = await this.#session.open();
			if (!opened.ok) return opened;
			const all = [...sources];
			for (const { from, to } of splitManifest(all.map(manifestEntry))) {
				const added = await this.#addPiece(all.slice(from, to));
				if (!added.ok) return added;
				for (const n of added.value) numbers.push(n);
			}
			return ok(numbers);
		} finally {
			this.#announcing--;
			this.#checkFinished();
		}
	}

	/** Resolves when nothing is left to send: every file is stored, failed, or cancelled. */
	async finished(): Promise<UploadProgress> {
		if (!this.#isFinished) for await (const { type } of this.events()) if (type === "finished") break;
		return this.progress;
	}

	/** Pauses file `n`, or all files, here and on the server. */
	pause(n?: number): Promise<Result<unknown, Failure>> {
		if (n === undefined) this.#paused = true;
		const numbers = this.#numbers(n, "waiting");
		for (const one of numbers) this.#tracker.setState(one, "paused");
		this.#engine.pause(numbers);
		return this.#control("pause", n);
	}

	/** Resumes file `n`, or all files. */
	async resume(n?: number): Promise<Result<unknown, Failure>> {
		if (n === undefined) this.#paused = false;
		const answer = await this.#control("resume", n);
		const numbers = this.#numbers(n, "paused");
		for (const one of numbers) this.#tracker.setState(one, "waiting");
		this.#engine.resume(numbers);
		return answer;
	}

	/** Cancels file `n`, or all files: no more is sent, and what is stored of unfinished files is freed. */
	async cancel(n?: number): Promise<Result<unknown, Failure>> {
		for (const one of this.#numbers(n, "waiting", "paused")) {
			this.#engine.forget(one);
			this.#tracker.setState(one, "cancelled");
		}
		const answer = await this.#control("cancel", n);
		this.#checkFinished();
		return answer;
	}

	/** Sends file `n`, or all files, again if they failed or were cancelled. */
	async retry(n?: number): Promise<Result<unknown, Failure>> {
		const answer = await this.#control("retry", n);
		for (const one of this.#numbers(n, "failed", "cancelled")) {
			this.#tracker.setState(one, "waiting");
			this.#send([one]);
		}
		return answer;
	}

	/** Tries at once, for when the network may be back. */
	wake(): void {
		this.#engine.wake();
	}

	/** Stops everything and ends the events. Files that are not stored stay expected on the server, for a later run. */
	close(): void {
		this.#session.close();
		this.#engine.clear();
		this.#feed.close();
	}

	get #isFinished(): boolean {
		return this.#announcing === 0 && this.#tracker.isFinished;
	}

	#engineHandlers(): EngineHandlers {
		return {
			sent: (n, bytes) => this.#tracker.sent(n, bytes),
			confirmed: (n, bytes) => this.#tracker.confirmed(n, bytes),
			stored: (n) => this.#setFinalState(n, "stored"),
			gone: (n) => this.#setFinalState(n, "gone"),
			stopped: (n) => this.#tracker.setState(n, "paused"),
			failed: (n, problem) => this.#setFinalState(n, "failed", problem),
			waiting: (why, until) => {
				this.#tracker.waiting = { why, until };
				this.#feed.emit({ type: "waiting", why, until });
			},
			waitEnded: () => {
				this.#tracker.waiting = null;
				this.#feed.emit({ type: "going-on" });
			},
			sessionEnded: () => this.#feed.emit({ type: "session-ended" }),
		};
	}

	async #addPiece(sources: readonly UploadSource[]): Promise<Result<readonly number[], Failure>> {
		const announced = await this.#session.announce(this.batch, sources.map(manifestEntry));
		if (!announced.ok) return announced;
		const numbers = announced.value;
		const known = this.#mayContinue ? await this.#session.records(this.batch) : ok([]);
		if (!known.ok) return known;
		const fresh = numbers.filter((n, at) => {
			const source = sources[at];
			return source !== undefined && this.#tracker.add(n, this.batch, source);
		});
		this.#feed.emit({ type: "announced", files: fresh.flatMap((n) => this.#tracker.get(n) ?? []) });
		for (const record of known.value) this.#applyRecord(record);
		const unsent = fresh.filter((n) => this.#tracker.get(n)?.state === "waiting");
		if (this.#paused) for (const n of unsent) this.#tracker.setState(n, "paused");
		this.#send(unsent);
		return announced;
	}

	/** Takes over what the server has of a file from an earlier run. */
	#applyRecord({ n, state, stage, stored }: FileRecord): void {
		if (this.#tracker.get(n)?.state !== "waiting") return;
		if (stage !== undefined) this.#setFinalState(n, "stored");
		else if (state === "cancelled") this.#tracker.setState(n, "cancelled");
		else this.#tracker.confirmed(n, stored);
	}

	#send(numbers: readonly number[]): void {
		const files = numbers.flatMap((n) => {
			const file = this.#tracker.get(n);
			return file === undefined ? [] : [{ n, file: file.source, paused: file.state === "paused" }];
		});
		this.#engine.add(this.batch, files);
	}

	#setFinalState(n: number, type: "stored" | "failed" | "gone", problem?: UploadProblem): void {
		this.#tracker.setState(n, type, problem);
		const file = this.#tracker.get(n);
		if (file !== undefined) this.#feed.emit({ type, file });
		this.#checkFinished();
	}

	#checkFinished(): void {
		if (this.#isFinished) this.#feed.emit({ type: "finished" });
	}

	#numbers(only: number | undefined, ...states: readonly UploadState[]): readonly number[] {
		const numbers: number[] = [];
		for (const { n, state } of this.#tracker.all())
			if ((only === undefined || n === only) && states.includes(state)) numbers.push(n);
		return numbers;
	}

	#control(verb: Verb, n: number | undefined): Promise<Result<unknown, Failure>> {
		return this.#session.control(verb, n === undefined ? { key: this.batch } : { file: n });
	}
}
