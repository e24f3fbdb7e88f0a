import type { Change } from "../../protocol/files/change.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { MAX_SESSION_BATCHES, MAX_SESSION_FILES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { Receipt } from "../state/idempotency-records.ts";
import type { Model, Note, PlacedNote } from "../state/model.ts";
import { decideFile, type FileCommand } from "./file-rules.ts";

/** What a command comes to: public changes, private notes, and for each file it named its number or a refusal. */
export interface Decision {
	readonly changes: readonly Change[];
	readonly notes: readonly PlacedNote[];
	readonly outcomes: readonly Result<number, Problem>[];
	/** What a numbered command is answered: now, or what it was answered when it came first. */
	readonly receipt?: Receipt;
}

/** One decision in the making: later parts of a command see the numbers and tickets that earlier parts took. */
export class Draft {
	readonly changes: Change[] = [];
	readonly notes: PlacedNote[] = [];
	readonly outcomes: Result<number, Problem>[] = [];
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

	/** Remembers something behind the changes so far: a long command's notes go into the rows of their changes. */
	note(note: Note): void {
		this.notes.push({ after: this.changes.length, note });
	}

	/** The batch of this key, opened when it is new. */
	batch(key: string): Result<number, Problem> {
		const known = this.model.state.keys.get(key) ?? this.#opened.get(key);
		if (known !== undefined) return ok(known);
		if (this.model.state.batches.size + this.#opened.size >= MAX_SESSION_BATCHES) {
			return refuse(
				problem(
					"too-large",
					`A session holds at most ${MAX_SESSION_BATCHES} batches. Delete one, or open another session.`,
				),
			);
		}
		const batch = ++this.#lastBatch;
		this.#opened.set(key, batch);
		this.changes.push({ batch, key, at: this.now });
		return ok(batch);
	}

	/** Whether so many more files fit, besides those that this command has numbered already. */
	room(files: number): Result<void, Problem> {
		const numbered = this.#lastFile - this.model.lastFile;
		if (this.model.state.files.size + numbered + files <= MAX_SESSION_FILES) return ok(undefined);
		return refuse(
			problem(
				"too-large",
				`A session holds at most ${MAX_SESSION_FILES} files. Delete some, or open another session.`,
			),
		);
	}

	/** The next number, for a file that is new. */
	number(): number {
		return ++this.#lastFile;
	}

	/**
	 * The next ticket of a batch: one behind its own last, and not before what is being called now. Batches so take
	 * turns however many files one of them brings (start-time fair queueing with equal weights).
	 */
	ticket(batch: number): number {
		const last = this.#tickets.get(batch) ?? this.model.tickets.get(batch) ?? 0;
		const ticket = Math.max(last, this.model.head) + 1;
		this.#tickets.set(batch, ticket);
		return ticket;
	}

	/** Puts one file through the rules; an empty patch is a success that changes nothing. */
	step(file: FileRecord, command: FileCommand): Result<boolean, Problem> {
		const decided = decideFile(command, { file, hasBytes: this.model.objects.has(file.n) });
		if (!decided.ok) return decided;
		if (Object.keys(decided.value).length === 0) return ok(false);
		// Nothing is left of a removed file that would tell whose it was.
		const whose = decided.value.removed && { batch: file.batch };
		this.changes.push({ file: file.n, ...whose, ...decided.value, at: this.now });
		return ok(true);
	}
}
