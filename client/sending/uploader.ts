import type { FileRecord } from "../../src/protocol/files/file-record.ts";
import { manifestPieces } from "../../src/protocol/files/manifest-pieces.ts";
import { ok, type Result } from "../../src/protocol/result.ts";
import type { Verb } from "../../src/protocol/stream/command-message.ts";
import { browserClock } from "../http/clock.ts";
import type { Failure } from "../http/failure.ts";
import { newBatchKey } from "./batch-key.ts";
import type { EngineEvents } from "./engine-deps.ts";
import { EventFeed } from "./event-feed.ts";
import { createFetchSend } from "./requests/send-by-fetch.ts";
import { UploadEngine } from "./upload-engine.ts";
import { UploadSession } from "./upload-session.ts";
import { entryOf, isReadable, type UploadSource } from "./upload-source.ts";
import { UploadBook, type UploadFile, type UploadProgress, type UploadState } from "./upload-tracker.ts";
import type { UploaderEvent, UploaderOptions, Which } from "./uploader-options.ts";

/** Sends files to Darkroom, from a page or a program; `docs/uploader.md` shows how. */
export class Uploader {
	/** The key of the batch that files are added to. */
	readonly batch: string;
	#session: UploadSession;
	#engine: UploadEngine;
	#book: UploadBook;
	#feed = new EventFeed<UploaderEvent>();
	/** Whether the batch may hold something from an earlier run. */
	#mayGoOn: boolean;
	#announcing = 0;
	#paused = false;

	constructor(options: UploaderOptions = {}) {
		const { origin = "", clock = browserClock, credential, parallel, bounds } = options;
		const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
		const session = new UploadSession({ origin, credential, clock, fetch });
		const transport = options.send ?? createFetchSend(fetch, clock);
		this.batch = options.batch ?? newBatchKey(clock);
		this.#mayGoOn = options.batch !== undefined;
		this.#session = session;
		this.#book = new UploadBook(() => clock.now());
		this.#engine = new UploadEngine(
			{
				send: ({ url, headers, ...request }) =>
					transport({ ...request, url: `${origin}${url}`, headers: { ...session.headers(), ...headers } }),
				clock,
				online: options.online ?? (() => true),
				isReadable,
				...(parallel !== undefined && { parallel }),
				...(bounds !== undefined && { bounds }),
			},
			this.#hear(),
		);
		this.bytesPerSecond = options.bytesPerSecond ?? null;
	}

	/** `<id>.<token>` once a session is open; keep it to go on later, and tell it to nobody. */
	get credential(): string | undefined {
		return this.#session.credential;
	}

	/** How far it all is. Costs the same for one file and for ten thousand: read it for every frame that you draw. */
	get progress(): UploadProgress {
		return this.#book.progress;
	}

	/** Bytes a second; `null` for as many as go. May be set at any time. */
	get bytesPerSecond(): number | null {
		return this.#engine.bytesPerSecond;
	}

	set bytesPerSecond(limit: number | null) {
		this.#engine.bytesPerSecond = limit;
	}

	/** One file by its number. */
	file(n: number): UploadFile | undefined {
		return this.#book.get(n);
	}

	/** All files, in the order in which they were added. */
	files(): Iterable<UploadFile> {
		return this.#book.all();
	}

	/** What happens from this call on; ends with `close`. Each caller reads for itself. */
	events(): AsyncGenerator<UploaderEvent, void> {
		return this.#feed.read();
	}

	/**
	 * Announces files and begins to send them. Gives their numbers, in order. Waits as long as nobody answers; what the server
	 * refuses for good is the answer.
	 */
	async add(sources: Iterable<UploadSource>): Promise<Result<readonly number[], Failure>> {
		this.#announcing++;
		try {
			const numbers: number[] = [];
			const opened = await this.#session.open();
			if (!opened.ok) return opened;
			const all = [...sources];
			for (const { from, to } of manifestPieces(all.map(entryOf))) {
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

	/** Settles when nothing is left to be sent: all is stored, has failed, or was dropped. */
	async finished(): Promise<UploadProgress> {
		if (!this.#isFinished) for await (const { type } of this.events()) if (type === "finished") break;
		return this.progress;
	}

	/** Sends nothing of it until it is resumed, and says so to every reader of the session. */
	pause(which?: Which): Promise<Result<unknown, Failure>> {
		if (which === undefined) this.#paused = true;
		const numbers = this.#numbers(which, "waiting");
		for (const n of numbers) this.#book.became(n, "paused");
		this.#engine.pause(numbers);
		return this.#order("pause", which);
	}

	/** Goes on with what was paused. */
	async resume(which?: Which): Promise<Result<unknown, Failure>> {
		if (which === undefined) this.#paused = false;
		const ordered = await this.#order("resume", which);
		const numbers = this.#numbers(which, "paused");
		for (const n of numbers) this.#book.became(n, "waiting");
		this.#engine.resume(numbers);
		return ordered;
	}

	/** Sends no more of it, and frees what was stored of it. What is developed already stays. */
	async cancel(which?: Which): Promise<Result<unknown, Failure>> {
		for (const n of this.#numbers(which, "waiting", "paused")) {
			this.#engine.drop(n);
			this.#book.became(n, "cancelled");
		}
		const ordered = await this.#order("cancel", which);
		this.#checkFinished();
		return ordered;
	}

	/** Sends again what could not be sent, or was cancelled. */
	async retry(which?: Which): Promise<Result<unknown, Failure>> {
		const ordered = await this.#order("retry", which);
		for (const n of this.#numbers(which, "failed", "cancelled")) {
			this.#book.became(n, "waiting");
			this.#send([n]);
		}
		return ordered;
	}

	/** The network may be back: tries at once. */
	wake(): void {
		this.#engine.wake();
	}

	/** Stops everything, and ends the events. What is stored stays; what is not is expected, for another run. */
	close(): void {
		this.#session.close();
		this.#engine.clear();
		this.#feed.close();
	}

	get #isFinished(): boolean {
		return this.#announcing === 0 && this.#book.isFinished;
	}

	/** What the engine says, into the book and on to whoever listens. */
	#hear(): EngineEvents {
		const tell = (event: UploaderEvent) => this.#feed.tell(event);
		return {
			sent: (n, bytes) => this.#book.sent(n, bytes),
			kept: (n, bytes) => this.#book.kept(n, bytes),
			stored: (n) => this.#became(n, "stored"),
			gone: (n) => this.#became(n, "gone"),
			parked: (n) => this.#book.became(n, "paused"),
			failed: (n, code, detail) => this.#became(n, "failed", { code, detail }),
			waiting: (why, until) => {
				this.#book.waiting = { why, until };
				tell({ type: "waiting", why, until });
			},
			goingOn: () => {
				this.#book.waiting = null;
				tell({ type: "going-on" });
			},
			sessionEnded: () => tell({ type: "session-ended" }),
		};
	}

	async #addPiece(sources: readonly UploadSource[]): Promise<Result<readonly number[], Failure>> {
		const announced = await this.#session.announce(this.batch, sources.map(entryOf));
		if (!announced.ok) return announced;
		const numbers = announced.value;
		const known = this.#mayGoOn ? await this.#session.records(this.batch) : ok([]);
		if (!known.ok) return known;
		const fresh = numbers.filter((n, at) => {
			const source = sources[at];
			return source !== undefined && this.#book.add(n, this.batch, source);
		});
		this.#feed.tell({ type: "announced", files: fresh.flatMap((n) => this.#book.get(n) ?? []) });
		for (const record of known.value) this.#learn(record);
		const unsent = fresh.filter((n) => this.#book.get(n)?.state === "waiting");
		if (this.#paused) for (const n of unsent) this.#book.became(n, "paused");
		this.#send(unsent);
		return announced;
	}

	/** What the server says of a file that an earlier run has announced. */
	#learn({ n, state, stage, stored }: FileRecord): void {
		if (this.#book.get(n)?.state !== "waiting") return;
		if (stage !== undefined) this.#became(n, "stored");
		else if (state === "cancelled") this.#book.became(n, "cancelled");
		else this.#book.kept(n, stored);
	}

	#send(numbers: readonly number[]): void {
		const files = numbers.flatMap((n) => {
			const file = this.#book.get(n);
			return file === undefined ? [] : [{ n, file: file.source, paused: file.state === "paused" }];
		});
		this.#engine.add(this.batch, files);
	}

	#became(n: number, type: "stored" | "failed" | "gone", problem?: UploadFile["problem"]): void {
		this.#book.became(n, type, problem);
		const file = this.#book.get(n);
		if (file !== undefined) this.#feed.tell({ type, file });
		this.#checkFinished();
	}

	#checkFinished(): void {
		if (this.#isFinished) this.#feed.tell({ type: "finished" });
	}

	#numbers(which: Which, ...states: readonly UploadState[]): readonly number[] {
		const numbers: number[] = [];
		for (const { n, state } of this.#book.all())
			if ((which === undefined || n === which) && states.includes(state)) numbers.push(n);
		return numbers;
	}

	#order(verb: Verb, which: Which): Promise<Result<unknown, Failure>> {
		return this.#session.order(verb, which === undefined ? { key: this.batch } : { file: which });
	}
}
