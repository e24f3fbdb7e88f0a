import type { FrameScheduler } from "../../edges/browser/frame-scheduler.ts";

/** Numbers processed at a time, a few milliseconds' work. Ten thousand at once would block the page. */
export const FLUSH_SLICE = 2_000;

/** The steps of a flush. */
export interface FlushSteps {
	/** Whether the state is incomplete; completing it requests another flush. */
	isPartial(): boolean;
	/** Numbers that change because of the flush itself. */
	begin(): Iterable<number>;
	/** Processes one number in its current state. */
	update(n: number): void;
	/** Publishes everything that was processed. */
	publish(changed: ReadonlySet<number>): void;
}

/** What one flush covers: the changed numbers, and the callers waiting for them to be painted. */
interface ChangeSet {
	readonly numbers: Set<number>;
	readonly waiting: (() => void)[];
}

function emptyChangeSet(): ChangeSet {
	return { numbers: new Set(), waiting: [] };
}

/** Collects changed numbers, processes them in slices once per animation frame, and then publishes them all at once. */
export class Flush {
	#schedule: FrameScheduler;
	#defer: (work: () => void) => void;
	#steps: FlushSteps;
	#pending = emptyChangeSet();
	#isDue = false;
	#isRunning = false;

	/** `defer` runs work after the page had a chance to paint and to handle input. */
	constructor(schedule: FrameScheduler, defer: (work: () => void) => void, steps: FlushSteps) {
		this.#schedule = schedule;
		this.#defer = defer;
		this.#steps = steps;
	}

	/** A number has changed. A full slice is processed without waiting for the next frame. */
	mark(n: number): void {
		const { numbers } = this.#pending;
		const before = numbers.size;
		numbers.add(n);
		this.request();
		if (numbers.size === FLUSH_SLICE && before < FLUSH_SLICE) this.#defer(() => this.#run());
	}

	/** Something else that is shown has changed. */
	request(): void {
		if (this.#isDue) return;
		this.#isDue = true;
		if (!this.#isRunning) this.#schedule(() => this.#run());
	}

	/** Resolves when everything that has changed so far is painted. */
	whenPainted(): Promise<void> {
		this.request();
		return new Promise((resolve) => this.#pending.waiting.push(resolve));
	}

	#run(): void {
		if (!this.#isDue || this.#isRunning) return;
		this.#isDue = false;
		if (this.#steps.isPartial()) return;
		this.#isRunning = true;
		const changed = this.#pending;
		this.#pending = emptyChangeSet();
		for (const n of this.#steps.begin()) changed.numbers.add(n);
		this.#updateSlice(changed, changed.numbers.values());
	}

	#updateSlice(changed: ChangeSet, left: Iterator<number>): void {
		for (let count = 0; count < FLUSH_SLICE; count++) {
			const next = left.next();
			if (next.done) {
				this.#end(changed);
				return;
			}
			this.#steps.update(next.value);
		}
		this.#defer(() => this.#updateSlice(changed, left));
	}

	#end({ numbers, waiting }: ChangeSet): void {
		this.#isRunning = false;
		if (this.#isDue) this.#schedule(() => this.#run());
		if (this.#steps.isPartial()) {
			// Part of a large frame arrived meanwhile: the flush after its last piece publishes both.
			for (const n of numbers) this.#pending.numbers.add(n);
			this.#pending.waiting.push(...waiting);
			return;
		}
		this.#steps.publish(numbers);
		if (waiting.length === 0) return;
		this.#schedule(() => {
			this.#defer(() => {
				for (const resolve of waiting) resolve();
			});
		});
	}
}
