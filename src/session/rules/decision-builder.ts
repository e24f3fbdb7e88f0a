import type { Change } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { MAX_SESSION_BATCHES, MAX_SESSION_FILES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { IdempotencyRecord } from "../state/idempotency-records.ts";
import type { Model, Note, PlacedNote } from "../state/model.ts";
import { decideFile, type FileCommand } from "./file-rules.ts";

/** What a command comes to: public changes, private notes, and for each file it named its number or a refusal. */
export interface Decision {
	readonly changes: readonly Change[];
	readonly notes: readonly PlacedNote[];
	readonly results: readonly Result<number, Problem>[];
	/** The answer to a command with an idempotency key: this one's, or the first one's when this is a repetition. */
	readonly record?: IdempotencyRecord;
}

/** A decision being made: later parts of a command see the numbers and tickets that earlier parts took. Changes nothing in the model. */
export class DecisionBuilder {
	readonly changes: Change[] = [];
	readonly notes: PlacedNote[] = [];
	readonly results: Result<number, Problem>[] = [];
	readonly model: Model;
	readonly now: number;
	#lastFile: number;
	#lastBatch: number;
	readonly #tickets = new Map<number, number>();
	readonly #opened = new Map<string, number>();

	constructor(model: Model, now: number) {
		this.model = model;
		this.now = now;
		this.#lastFile = model.lastFile;
		this.#lastBatch = model.lastBatch;
	}

	/** Adds a note behind the changes so far: the notes of a long command go into the rows of their changes. */
	addNote(note: Note): void {
		this.notes.push({ after: this.changes.length, note });
	}

	/** The number of the batch with this key, which is opened if it is new. */
	openBatch(key: string): Result<number, Problem> {
		const known = this.model.state.keys.get(key) ?? this.#opened.get(key);
		if (known !== undefined) return ok(known);
		if (this.model.state.batches.size + this.#opened.size >= MAX_SESSION_BATCHES) {
			const detail = `A session holds at most ${MAX_SESSION_BATCHES} batches. Delete one, or open another session.`;
			return refuse(problem("too-large", detail));
		}
		const batch = ++this.#lastBatch;
		this.#opened.set(key, batch);
		this.changes.push({ batch, key, at: this.now });
		return ok(batch);
	}

	/** Whether this many more files fit, in addition to those that this command has numbered already. */
	checkCapacity(files: number): Result<void, Problem> {
		const numbered = this.#lastFile - this.model.lastFile;
		if (this.model.state.files.size + numbered + files <= MAX_SESSION_FILES) return ok(undefined);
		const detail = `A session holds at most ${MAX_SESSION_FILES} files. Delete some, or open another session.`;
		return refuse(problem("too-large", detail));
	}

	/** The number of a new file. */
	nextFileNumber(): number {
		return ++this.#lastFile;
	}

	/**
	 * The next ticket of a batch: behind the batch's own last one, and not before the ticket being called now. Round-robin across
	 * batches: one of 10,000 files does not delay one of a single file (start-time fair queueing with equal weights).
	 */
	nextTicket(batch: number): number {
		const last = this.#tickets.get(batch) ?? this.model.tickets.get(batch) ?? 0;
		const ticket = Math.max(last, this.model.head) + 1;
		this.#tickets.set(batch, ticket);
		return ticket;
	}

	/** Applies a command to one file; `false` when the command is valid but changes nothing. */
	apply(file: FileRecord, command: FileCommand): Result<boolean, Problem> {
		const decided = decideFile(command, { file, hasBytes: this.model.objects.has(file.n) });
		if (!decided.ok) return decided;
		if (Object.keys(decided.value).length === 0) return ok(false);
		// A removed file leaves no record by which readers of one batch could tell that it was theirs.
		const batch = decided.value.removed && { batch: file.batch };
		this.changes.push({ file: file.n, ...batch, ...decided.value, at: this.now });
		return ok(true);
	}
}
