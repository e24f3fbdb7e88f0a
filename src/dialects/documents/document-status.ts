import type { FileChange } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type FileState, isTerminal } from "../../protocol/files/file-state.ts";
import { DOCUMENT_STEPS, type DocumentStep, type UploadStatus } from "./upload-message.ts";

/** The status of one document of an upload. `done` and `total` count chunks, or pages while text is extracted. */
export interface DocumentStatus {
	readonly state: FileState;
	readonly step: DocumentStep;
	readonly progress: number;
	readonly done: number;
	readonly total: number;
}

/** The seed's steps by the stages of files: photos may be uploaded here too. */
const STEPS: ReadonlyMap<string, DocumentStep> = new Map([
	...DOCUMENT_STEPS.map((step) => [step, step] as const),
	["upload_complete", "received"],
	["extraction_start", "extracting"],
	["extraction_complete", "indexing"],
	["complete", "completed"],
]);

/** Steps that count chunks. */
const COUNTS_CHUNKS: ReadonlySet<DocumentStep> = new Set(["chunking", "enriching", "indexing", "completed"]);

function documentStep(stage: string | null | undefined): DocumentStep {
	return STEPS.get(stage ?? "") ?? "received";
}

/** The status of a document as its record has it. */
export function documentStatus({ state, stage, progress, done = 0, total = 0 }: FileRecord): DocumentStatus {
	return { state, step: documentStep(stage), progress, done, total };
}

/** A status after one change. */
export function statusAfter(before: DocumentStatus, change: FileChange): DocumentStatus {
	return {
		state: change.state ?? before.state,
		step: change.stage === undefined ? before.step : documentStep(change.stage),
		progress: change.progress ?? before.progress,
		done: change.done === undefined ? before.done : (change.done ?? 0),
		total: change.total === undefined ? before.total : (change.total ?? 0),
	};
}

/**
 * The status of a document before the changes of one tick, as far as it follows from them and from the record after
 * them. A change names only what it sets, so a member's old value is inferred from the first change that names it.
 */
export function statusBefore(after: FileRecord, changes: readonly FileChange[]): DocumentStatus {
	const last = documentStatus(after);
	const named = changes.find(({ stage }) => typeof stage === "string");
	const next = named === undefined ? -1 : DOCUMENT_STEPS.indexOf(documentStep(named.stage));
	const first = changes[0];
	return {
		state: first?.state ?? (isTerminal(after.state) ? "processing" : after.state),
		step: named === undefined ? last.step : (DOCUMENT_STEPS[Math.max(0, next - 1)] ?? "received"),
		progress: first?.progress ?? last.progress,
		done: first?.done ?? 0,
		total: first?.total ?? last.total,
	};
}

/** All documents of an upload as one status, which is what the seed reports. */
export interface UploadAggregate {
	readonly status: UploadStatus;
	readonly percent: number;
	readonly current: number;
	readonly total: number;
	readonly completed: number;
	readonly failed: number;
}

/** The statuses of all documents of an upload, as running sums: a change costs the same however many documents there are. */
export class UploadSums {
	#documents = 0;
	#completed = 0;
	#finished = 0;
	/** In millionths of a percent: sums of fractions would drift. */
	#percents = 0;
	#current = 0;
	#total = 0;
	/** Documents that have begun and not ended, by the index of their step. */
	readonly #begun = new Array<number>(DOCUMENT_STEPS.length).fill(0);

	constructor(statuses: Iterable<DocumentStatus>) {
		for (const status of statuses) this.#count(status, 1);
	}

	replace(before: DocumentStatus, after: DocumentStatus): void {
		this.#count(before, -1);
		this.#count(after, 1);
	}

	#count({ state, step, progress, done, total }: DocumentStatus, sign: 1 | -1): void {
		const hasEnded = isTerminal(state);
		this.#documents += sign;
		if (state === "completed") this.#completed += sign;
		if (hasEnded) this.#finished += sign;
		this.#percents += sign * Math.round((hasEnded ? 100 : progress) * 1e6);
		if (COUNTS_CHUNKS.has(step)) {
			this.#current += sign * (step === "completed" ? total : done);
			this.#total += sign * total;
		}
		const index = DOCUMENT_STEPS.indexOf(step);
		if (!hasEnded && step !== "received") this.#begun[index] = (this.#begun[index] ?? 0) + sign;
	}

	/** All documents as one status. */
	aggregate(): UploadAggregate {
		return {
			status: this.#status(),
			percent: Math.floor(this.#percents / 1e5 / Math.max(1, this.#documents)) / 10,
			current: this.#current,
			total: this.#total,
			completed: this.#completed,
			failed: this.#finished - this.#completed,
		};
	}

	/** The step of the document that is furthest behind among those that have begun; `failed` only when none has completed. */
	#status(): UploadStatus {
		if (this.#documents > 0 && this.#finished === this.#documents)
			return this.#completed > 0 ? "completed" : "failed";
		const furthestBehind = this.#begun.findIndex((count) => count > 0);
		if (furthestBehind >= 0) return DOCUMENT_STEPS[furthestBehind] ?? "received";
		return this.#finished > 0 ? "extracting" : "received";
	}
}
