import { RpcTarget } from "cloudflare:workers";
import type { ModelFailure } from "../../extract/ask-model.ts";
import { MAX_FACTS_CHARS } from "../../extract/limits.ts";
import type { TextPart } from "../../extract/resume-store.ts";
import {
	type ExtractorHost,
	type FileEvent,
	type FileUpdate,
	type JobOutcome,
	MAX_SOURCE_READ_BYTES,
	type UpdateReply,
} from "../../extractor/contract.ts";
import type { Facts } from "../../protocol/files/facts.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type Result, refuse } from "../../protocol/result.ts";
import type { Chunk } from "../../protocol/text/chunk.ts";
import type { ExtractorCall } from "../../session/queue/extractor-call.ts";
import type { ReadOutcome } from "../../session/queue/read-outcome.ts";
import type { Session } from "../../session/session.ts";
import type { SessionStore } from "../../session/store/session-store.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import { r2Source } from "../../storage/r2-source.ts";
import type { UsageMeter } from "../usage-meter.ts";
import { readSummaryOf } from "./read-summary.ts";
import { saveCheckpoints } from "./save-checkpoints.ts";
import type { SemanticIndex } from "./semantic-index.ts";

/** What the session's side of a call is made of. */
export interface SessionHostDeps {
	readonly call: ExtractorCall;
	readonly session: Session;
	readonly store: SessionStore;
	readonly blobs: BlobStore;
	readonly usage: UsageMeter;
	readonly semantic: SemanticIndex;
	transaction(work: () => void): void;
	/** The extractor has called. */
	onCall(): void;
}

/** Characters of facts beyond which an extractor is not believed: the groups are bounded, what stands around them is short. */
const MAX_BELIEVED_FACTS_CHARS = 4 * MAX_FACTS_CHARS;

/**
 * The session's side of one call of an extractor: gives it bytes and saved text, and takes in what it found. An extractor is not
 * trusted further than its files: it may be late, repeat itself, or speak of files that it was not given.
 */
export class SessionHost extends RpcTarget implements ExtractorHost {
	readonly #deps: SessionHostDeps;
	/** The files of the call, and those that may belong to them: what may be read. */
	readonly #readable = new Map<number, FileRecord>();
	/** Storage requests of each file. */
	readonly #requests = new Map<number, number>();
	readonly #begun = new Set<number>();
	#closed = false;

	constructor(deps: SessionHostDeps) {
		super();
		this.#deps = deps;
		for (const file of deps.call.files) {
			this.#readable.set(file.n, file);
			for (const sidecar of deps.session.captionsOf(file)) this.#readable.set(sidecar.n, sidecar);
		}
	}

	/** The call is over: whatever comes after this is refused. */
	close(): void {
		this.#closed = true;
	}

	#onCall(): void {
		if (this.#closed || this.#deps.session.ended) throw new Error("This call is over.");
		this.#deps.onCall();
	}

	#isWanted(n: number): boolean {
		const { session, call } = this.#deps;
		return call.isReading(n) && session.file(n)?.state === "processing";
	}

	async begin(files: readonly number[]): Promise<readonly number[]> {
		this.#onCall();
		const begun = await this.#deps.call.begin(files);
		for (const n of begun) this.#begun.add(n);
		return begun;
	}

	async read(n: number, offset: number, length: number): Promise<Uint8Array> {
		this.#onCall();
		const { session, blobs, usage } = this.#deps;
		const file = this.#readable.get(n);
		const isInside =
			Number.isSafeInteger(offset) && offset >= 0 && length > 0 && length <= MAX_SOURCE_READ_BYTES;
		if (file === undefined || !isInside || offset + length > file.size)
			throw new Error(`No such bytes of file ${n}.`);
		usage.addRead(length, 1);
		this.#requests.set(n, (this.#requests.get(n) ?? 0) + 1);
		return r2Source(blobs, session.objectOf(n) ?? "", file.size).read(offset, length);
	}

	async update(updates: readonly FileUpdate[]): Promise<UpdateReply> {
		this.#onCall();
		const wanted = updates.filter(({ file }) => this.#isWanted(file));
		this.#deps.transaction(() => {
			for (const { file, events } of wanted) this.#save(file, events);
		});
		for (const { file, events } of wanted) this.#announce(file, events);
		return {
			unwanted: [...this.#begun].filter((n) => !this.#isWanted(n)),
			stop: this.#deps.call.terms.shouldStop(),
		};
	}

	#save(file: number, events: readonly FileEvent[]): void {
		const { store, call } = this.#deps;
		const checkpoints = events.flatMap((event) => ("checkpoint" in event ? [event.checkpoint] : []));
		saveCheckpoints(store.text, file, checkpoints);
		if (checkpoints.length > 0) call.onSaved(file);
		for (const event of events)
			if ("outcome" in event && event.outcome.ok === true)
				store.facts.save(file, believed(event.outcome.facts));
	}

	#announce(file: number, events: readonly FileEvent[]): void {
		const { session, call } = this.#deps;
		for (const event of events) {
			if ("stage" in event) session.execute({ type: "progress", file, ...event.stage });
			if (!("outcome" in event)) continue;
			this.#begun.delete(file);
			call.end(file, this.#outcomeOf(file, event.outcome));
		}
	}

	#outcomeOf(file: number, outcome: JobOutcome): ReadOutcome {
		const requests = this.#requests.get(file) ?? 0;
		switch (outcome.ok) {
			case "later":
				return { ok: "later", requests };
			case "source-failed":
				return { ok: "storage-silent", requests };
			case false:
				return { ok: false, problem: outcome.problem, kind: outcome.kind, mime: outcome.mime, requests };
			case true: {
				const found = readSummaryOf(outcome.facts, outcome.lastStage, outcome.took);
				return { ok: true, found, triedCaptions: outcome.triedCaptions, requests };
			}
		}
	}

	async textBatch(file: number, index: number): Promise<readonly TextPart[] | undefined> {
		this.#onCall();
		if (!this.#isWanted(file)) return undefined;
		const body = this.#deps.store.text.textBatch(file, index);
		return body === undefined ? undefined : (JSON.parse(body) as TextPart[]);
	}

	async chunks(file: number, from: number, count: number): Promise<readonly Chunk[]> {
		this.#onCall();
		return this.#isWanted(file) ? this.#deps.store.text.chunks(file, from, count) : [];
	}

	async upsert(file: number, chunks: readonly Chunk[]): Promise<Result<null, ModelFailure>> {
		this.#onCall();
		const { semantic, store } = this.#deps;
		const upsert = semantic.upserterFor(store.text.vectors, file, () => this.#isWanted(file));
		return upsert ? upsert(chunks) : refuse({ code: "model-failed", detail: "There is no semantic index." });
	}
}

function believed(facts: Facts): Facts {
	if (JSON.stringify(facts).length > MAX_BELIEVED_FACTS_CHARS)
		throw new Error("The facts are longer than any bound.");
	return facts;
}
