import { noMediaProblem } from "../../links/embed.ts";
import { embedFacts } from "../../links/embed-facts.ts";
import { type FetchResult, fetchLink, UNWANTED } from "../../links/fetch-link.ts";
import type { ResumePoint } from "../../links/find-bytes.ts";
import { ATTEMPT_MS, IDLE_MS, MIN_BYTES_PER_SECOND, OPEN_MS, RATE_WINDOW_MS } from "../../links/limits.ts";
import { type LinkProblem, temporary } from "../../links/link-problem.ts";
import type { LinkPolicy } from "../../links/link-url.ts";
import type { LinkFetch } from "../../links/resolve-name.ts";
import type { Facts } from "../../protocol/files/facts.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { LINK_GAIN_BYTES, LINK_WATCH_MS, PARALLEL_LINKS } from "../../session/limits.ts";
import type { LinkQueue } from "../../session/queue/link-queue.ts";
import { retryDelay } from "../../session/rules/retry-delay.ts";
import { offsetOf, type ResumableUpload } from "../../session/rules/upload-rules.ts";
import type { Link } from "../../session/state/model.ts";
import { LinkSink, type LinkSinkDeps } from "./link-sink.ts";

/** What fetching links is made of; tests pass fakes. */
export interface LinkFetcherDeps extends Omit<LinkSinkDeps, "isWanted"> {
	readonly queue: LinkQueue;
	readonly policy: LinkPolicy;
	readonly resolver: string;
	/** The longest file that is fetched, in bytes. */
	readonly maxBytes: number;
	readonly fetch: LinkFetch;
	/** 0–1. */
	random(): number;
	/** Saves what a page says. Called before its file is reported as ended. */
	saveFacts(file: number, facts: Facts): void;
	/** Keeps the actor awake until `work` ends. */
	waitUntil(work: Promise<void>): void;
	/** The next wake time may have changed. */
	onWakeTimeChange(): void;
}

/** Where an earlier try stopped, if its server has named a validator to resume by. */
function resumePointOf({ validator }: Link, upload: ResumableUpload | undefined): ResumePoint | undefined {
	if (upload === undefined || upload.whole || validator === undefined || offsetOf(upload) === 0)
		return undefined;
	return { offset: offsetOf(upload), length: upload.length, validator };
}

/**
 * Fetches the bytes of links, a few at a time. What is stored of them is a resumable upload like any other; a try that breaks
 * off leaves it for the next one.
 */
export class LinkFetcher {
	readonly #deps: LinkFetcherDeps;
	readonly #running = new Set<number>();

	constructor(deps: LinkFetcherDeps) {
		this.#deps = deps;
	}

	/** Starts as many waiting links as may run at the same time. */
	start(): void {
		const { session, queue, now, waitUntil } = this.#deps;
		while (!session.ended && this.#running.size < PARALLEL_LINKS) {
			const file = queue.next(now(), this.#running);
			if (file === undefined) return;
			this.#running.add(file.n);
			waitUntil(this.#run(file));
		}
	}

	/** When links need the actor awake; while some are being fetched, to notice if the isolate that did so died. */
	wakeAt(): number | undefined {
		const { queue, now } = this.#deps;
		const watch = this.#running.size > 0 ? now() + LINK_WATCH_MS : undefined;
		if (this.#running.size >= PARALLEL_LINKS) return watch;
		const next = queue.nextAt(this.#running);
		if (next === undefined) return watch;
		return Math.min(Math.max(next, now()), watch ?? Number.POSITIVE_INFINITY);
	}

	async #run(file: FileRecord): Promise<void> {
		try {
			await this.#try(file);
		} finally {
			this.#running.delete(file.n);
			this.start();
			this.#deps.onWakeTimeChange();
		}
	}

	async #try({ n }: FileRecord): Promise<void> {
		const { session, uploads } = this.#deps;
		const link = session.linkOf(n);
		if (link === undefined) return;
		const resume = resumePointOf(link, uploads.get(n));
		const from = resume?.offset ?? 0;
		if (!session.execute({ type: "fetch", file: n, stored: from }).ok) return;
		await session.settled();
		const fetched = await this.#fetch(n, link, resume);
		if (session.ended || fetched.is === "stored") return;
		if (fetched.is === "page") {
			const { embed } = fetched;
			const facts = embedFacts(embed);
			if (!this.#isWanted(n)) return;
			this.#deps.saveFacts(n, facts);
			return this.#fail(n, noMediaProblem(embed), from, { name: embed.title, fields: facts.fields });
		}
		this.#fail(n, fetched.problem, from);
	}

	async #fetch(n: number, { url }: Link, resume: ResumePoint | undefined): Promise<FetchResult> {
		const { policy, resolver, fetch, maxBytes, now, setTimer } = this.#deps;
		const isWanted = () => this.#isWanted(n);
		try {
			return await fetchLink(url, resume, {
				policy,
				resolver,
				fetch,
				now,
				setTimer,
				isWanted,
				limits: {
					openMs: OPEN_MS,
					idleMs: IDLE_MS,
					minRate: MIN_BYTES_PER_SECOND,
					windowMs: RATE_WINDOW_MS,
					attemptMs: ATTEMPT_MS,
					maxBytes,
				},
				sink: new LinkSink(n, { ...this.#deps, isWanted }),
			});
		} catch {
			// Storage or the session itself failed: a server's failures are values.
			return {
				is: "missed",
				problem: temporary("storage-silent", "The bytes could not be stored just now."),
			};
		}
	}

	#isWanted(n: number): boolean {
		const { session } = this.#deps;
		return !session.ended && session.file(n)?.state === "uploading";
	}

	/** Reports why a try failed. Bytes that were stored stay for the next one. */
	#fail(n: number, why: LinkProblem, from: number, page?: { name: string; fields: number }): void {
		const { session, now, random } = this.#deps;
		const file = session.file(n);
		if (why === UNWANTED || file === undefined || !this.#isWanted(n)) return;
		const upload = this.#deps.uploads.get(n);
		const gained = upload !== undefined && offsetOf(upload) - from >= LINK_GAIN_BYTES;
		const wait = Math.max(why.retryAfterMs ?? 0, retryDelay(file.attempt, random()));
		session.execute({
			type: "fetch-failed",
			file: n,
			problem: { code: why.code, detail: why.detail },
			retryAt: why.retryable ? now() + wait : null,
			gained,
			...(page && { page }),
		});
		if (!why.retryable) session.dropUpload(n);
	}
}
