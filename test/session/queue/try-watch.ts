import type { FileState } from "../../../src/protocol/files/file-state.ts";
import type { ExtractorCall } from "../../../src/session/queue/extractor-call.ts";
import type { Command } from "../../../src/session/rules/command.ts";

/** Commands with which reading a file ends. */
const ENDS: ReadonlySet<string> = new Set<Command["type"]>(["complete", "fail", "suspend", "defer"]);

/** What a watch needs of its world. */
export interface TryWatchDeps {
	readonly time: { readonly step: number };
	stateOf(file: number): FileState | undefined;
	check(holds: boolean, sentence: string): void;
}

/** Watches who is charged a try, and that each one is begun, read and ended by the same reader. */
export class TryWatch {
	readonly #deps: TryWatchDeps;
	/** Files that may be charged a try at this moment. */
	readonly #mayStart = new Set<number>();
	/** Files whose first bytes storage did not deliver: their try ends before they are read. */
	readonly #failed = new Set<number>();
	/** How often each file was begun, and how often of those by the session without having been read yet. */
	readonly #starts = new Map<number, number>();
	readonly #unread = new Map<number, number>();
	/** The step in which the session has read a file that had been sent again meanwhile. */
	readonly #staleAt = new Map<number, number>();
	#isBeginning = false;

	constructor(deps: TryWatchDeps) {
		this.#deps = deps;
	}

	/** The session has looked at a photo, or could not, and may begin to read it. */
	allow(n: number, isSilent = false): void {
		this.#mayStart.add(n);
		if (isSilent) this.#failed.add(n);
	}

	/** A file was charged a try. */
	onStart(n: number): void {
		const { check } = this.#deps;
		check(this.#mayStart.delete(n), `File ${n} is charged a try although nothing begins to read it.`);
		this.#starts.set(n, this.#startsOf(n) + 1);
		const isRead = !this.#isBeginning && !this.#failed.delete(n);
		if (isRead) this.#unread.set(n, (this.#unread.get(n) ?? 0) + 1);
	}

	/** Charging a file a try was refused. */
	onRefusal(n: number): void {
		this.#mayStart.delete(n);
		this.#failed.delete(n);
	}

	#startsOf(n: number): number {
		return this.#starts.get(n) ?? 0;
	}

	/** The session begins to read a photo. The returned function is called when it has read it. */
	onReading(n: number): () => void {
		const unread = this.#unread.get(n) ?? 0;
		this.#deps.check(unread > 0, `File ${n} is read although it was not begun, or is being read.`);
		this.#unread.set(n, unread - 1);
		const start = this.#startsOf(n);
		return () => {
			if (start !== this.#startsOf(n)) this.#staleAt.set(n, this.#deps.time.step);
		};
	}

	/** A call begins to read files. */
	begin(call: ExtractorCall, files: readonly number[]): Promise<readonly number[]> {
		const { stateOf, check } = this.#deps;
		const given = call.files.map(({ n }) => n);
		const before = given.map((n) => ({ n, state: stateOf(n), isReading: call.isReading(n) }));
		for (const n of files) if (given.includes(n)) this.#mayStart.add(n);
		this.#isBeginning = true;
		const begun = call.begin(files);
		this.#isBeginning = false;
		for (const n of files) this.#mayStart.delete(n);
		for (const { n, state, isReading } of before) {
			const isNew = !isReading && call.isReading(n);
			check(
				!isNew || state === "queued" || state === "retrying",
				`File ${n} is begun although it is ${state}.`,
			);
		}
		return begun;
	}

	/** A command about a file was executed. */
	onCommand({ type }: Command, n: number): void {
		const isStale = this.#staleAt.get(n) === this.#deps.time.step;
		this.#deps.check(!isStale || !ENDS.has(type), `What was found in an old file ${n} ends the new one.`);
	}
}
