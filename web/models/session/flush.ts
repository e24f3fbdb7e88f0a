import type { FramePace } from "../../edges/browser/frame-scheduler.ts";

/** Numbers that are noted in one go: a few milliseconds' work. Ten thousand at once would hold the page up. */
export const FLUSH_SLICE = 2_000;

/** What a flush does. */
export interface FlushSteps {
	/** Whether what would be shown is only a part of something; whoever completes it wants another flush. */
	isPart(): boolean;
	/** Numbers that change because of the flush itself. */
	begin(): Iterable<number>;
	/** Takes note of one number as it is now. */
	note(n: number): void;
	/** Shows everything that was noted. */
	show(changed: ReadonlySet<number>): void;
}

/** What one flush is about: numbers that have changed, and who waits until they are shown. */
interface Changed {
	readonly numbers: Set<number>;
	readonly waiting: (() => void)[];
}

function nothing(): Changed {
	return { numbers: new Set(), waiting: [] };
}

/** Collects numbers that have changed, notes them once per animation frame, in slices, and then shows them all at once. */
export class Flush {
	#pace: FramePace;
	#later: (work: () => void) => void;
	#steps: FlushSteps;
	#next = nothing();
	#isDue = false;
	#isRunning = false;

	/** `later` lets the page draw and listen before it goes on. */
	constructor(pace: FramePace, later: (work: () => void) => void, steps: FlushSteps) {
		this.#pace = pace;
		this.#later = later;
		this.#steps = steps;
	}

	/** A number has changed. Many are noted ahead of the frame that shows them. */
	mark(n: number): void {
		const { numbers } = this.#next;
		const before = numbers.size;
		numbers.add(n);
		this.want();
		if (numbers.size === FLUSH_SLICE && before < FLUSH_SLICE) this.#later(() => this.#run());
	}

	/** Something else has changed that is shown. */
	want(): void {
		if (this.#isDue) return;
		this.#isDue = true;
		if (!this.#isRunning) this.#pace(() => this.#run());
	}

	/** Settles when everything that has changed so far is painted. */
	whenShown(): Promise<void> {
		this.want();
		return new Promise((settle) => this.#next.waiting.push(settle));
	}

	#run(): void {
		if (!this.#isDue || this.#isRunning) return;
		this.#isDue = false;
		if (this.#steps.isPart()) return;
		this.#isRunning = true;
		const changed = this.#next;
		this.#next = nothing();
		for (const n of this.#steps.begin()) changed.numbers.add(n);
		this.#noteSome(changed, changed.numbers.values());
	}

	#noteSome(changed: Changed, left: Iterator<number>): void {
		for (let count = 0; count < FLUSH_SLICE; count++) {
			const next = left.next();
			if (next.done) {
				this.#end(changed);
				return;
			}
			this.#steps.note(next.value);
		}
		this.#later(() => this.#noteSome(changed, left));
	}

	#end({ numbers, waiting }: Changed): void {
		this.#isRunning = false;
		if (this.#isDue) this.#pace(() => this.#run());
		if (this.#steps.isPart()) {
			// Half a frame has come meanwhile: its last piece shows both.
			for (const n of numbers) this.#next.numbers.add(n);
			this.#next.waiting.push(...waiting);
			return;
		}
		this.#steps.show(numbers);
		if (waiting.length === 0) return;
		this.#pace(() => {
			this.#later(() => {
				for (const settle of waiting) settle();
			});
		});
	}
}
