import { nothingBehind } from "../../links/embed.ts";
import { embedFacts } from "../../links/embed-facts.ts";
import { type Fetched, fetchLink, UNWANTED } from "../../links/fetch-link.ts";
import type { Resume } from "../../links/find-bytes.ts";
import { IDLE_MS, MIN_RATE, OPEN_MS, RATE_WINDOW_MS, TRY_MS } from "../../links/limits.ts";
import { type LinkProblem, passing } from "../../links/link-problem.ts";
import type { LinkPolicy } from "../../links/link-url.ts";
import type { Ask } from "../../links/resolve-name.ts";
import type { Facts } from "../../protocol/files/facts.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { LINK_GAIN_BYTES, LINK_WATCH_MS, PARALLEL_LINKS } from "../../session/limits.ts";
import { retryDelay } from "../../session/rules/retry-delay.ts";
import { offsetOf, type Upload } from "../../session/rules/upload-rules.ts";
import type { Link } from "../../session/state/model.ts";
import { LinkSink, type LinkSinkPorts } from "./link-sink.ts";

/** What fetching needs of the actor. */
export interface FetchingPorts extends Omit<LinkSinkPorts, "wanted"> {
	readonly policy: LinkPolicy;
	readonly resolver: string;
	/** Bytes of one file that may be fetched. */
	readonly most: number;
	readonly ask: Ask;
	/** 0–1. */
	random(): number;
	/** Keeps what a page tells. Called before the file is told to be over. */
	save(file: number, facts: Facts): void;
	/** Work has begun that must not be forgotten while it lasts. */
	keep(work: Promise<void>): void;
	/** When the actor is wanted may have changed. */
	changed(): void;
}

/** Where an earlier try stopped, when its server lets it be gone on with. */
function resumeOf({ validator }: Link, upload: Upload | undefined): Resume | undefined {
	if (upload === undefined || upload.whole || validator === undefined || offsetOf(upload) === 0)
		return undefined;
	return { offset: offsetOf(upload), length: upload.length, validator };
}

/**
 * Fetches the bytes of links, a few at a time, beside everything else that the session does. What is stored of them is an
 * upload like any other; a try that breaks off leaves it for the next one.
 */
export class Fetching {
	readonly #ports: FetchingPorts;
	readonly #running = new Set<number>();

	constructor(ports: FetchingPorts) {
		this.#ports = ports;
	}

	/** Begins with what waits, as far as there is room. */
	start(): void {
		const { loop, now, keep } = this.#ports;
		while (!loop.ended && this.#running.size < PARALLEL_LINKS) {
			const file = loop.links.next(now(), this.#running);
			if (file === undefined) return;
			this.#running.add(file.n);
			keep(this.#fetch(file));
		}
	}

	/** When links want the actor awake; while some are being fetched, to see that somebody still does. */
	wish(): number | undefined {
		const { loop, now } = this.#ports;
		const watch = this.#running.size > 0 ? now() + LINK_WATCH_MS : undefined;
		if (this.#running.size >= PARALLEL_LINKS) return watch;
		const next = loop.links.nextAt(this.#running);
		if (next === undefined) return watch;
		return Math.min(Math.max(next, now()), watch ?? Number.POSITIVE_INFINITY);
	}

	async #fetch(file: FileRecord): Promise<void> {
		try {
			await this.#try(file);
		} finally {
			this.#running.delete(file.n);
			this.start();
			this.#ports.changed();
		}
	}

	async #try({ n }: FileRecord): Promise<void> {
		const { loop } = this.#ports;
		const link = loop.model.links.get(n);
		if (link === undefined) return;
		const resume = resumeOf(link, loop.uploads.get(n));
		const from = resume?.offset ?? 0;
		if (!loop.do({ type: "fetch", file: n, stored: from }).ok) return;
		await loop.settled();
		const fetched = await this.#ask(n, link, resume);
		if (loop.ended || fetched.is === "stored") return;
		if (fetched.is === "page") {
			const { embed } = fetched;
			const facts = embedFacts(embed);
			if (!this.#isWanted(n)) return;
			this.#ports.save(n, facts);
			return this.#miss(n, nothingBehind(embed), from, { name: embed.title, fields: facts.fields });
		}
		this.#miss(n, fetched.problem, from);
	}

	async #ask(n: number, { url }: Link, resume: Resume | undefined): Promise<Fetched> {
		const { policy, resolver, ask, most, now, later } = this.#ports;
		const wanted = () => this.#isWanted(n);
		try {
			return await fetchLink(url, resume, {
				policy,
				resolver,
				ask,
				now,
				later,
				wanted,
				bounds: {
					openMs: OPEN_MS,
					idleMs: IDLE_MS,
					minRate: MIN_RATE,
					windowMs: RATE_WINDOW_MS,
					tryMs: TRY_MS,
					most,
				},
				sink: new LinkSink(n, { ...this.#ports, wanted }),
			});
		} catch {
			// Storage or the session itself failed; what a server does never comes here.
			return { is: "missed", problem: passing("storage-silent", "The bytes could not be stored just now.") };
		}
	}

	#isWanted(n: number): boolean {
		const { loop } = this.#ports;
		return !loop.ended && loop.model.state.files.get(n)?.state === "uploading";
	}

	/** Says why a try came to nothing. Bytes that were stored stay, for the next one. */
	#miss(n: number, why: LinkProblem, from: number, page?: { name: string; fields: number }): void {
		const { loop, now, random } = this.#ports;
		const file = loop.model.state.files.get(n);
		if (why === UNWANTED || file === undefined || !this.#isWanted(n)) return;
		const upload = loop.uploads.get(n);
		const gained = upload !== undefined && offsetOf(upload) - from >= LINK_GAIN_BYTES;
		const wait = Math.max(why.retryAfterMs ?? 0, retryDelay(file.attempt, random()));
		loop.do({
			type: "miss",
			file: n,
			problem: { code: why.code, detail: why.detail },
			retryAt: why.again ? now() + wait : null,
			gained,
			...(page && { page }),
		});
		if (!why.again) loop.dropUpload(n);
	}
}
