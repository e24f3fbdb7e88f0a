/** Who waits for a time: resolved in the order of their times, then of their calls. */
interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

/** A clock that moves only when everything else waits for it: hours pass in milliseconds, and equal runs take the same course. */
export class VirtualTime {
	/** Milliseconds since 1970. */
	now = 1_790_000_000_000;
	/** Rises with each sleeper that wakes. What happens at the same step happens at once. */
	step = 0;
	/** Called when everything waits, before the clock moves. */
	onIdle: () => void = () => {};
	readonly #sleepers: Sleeper[] = [];

	sleep(milliseconds: number): Promise<void> {
		return new Promise((wake) => {
			this.setTimer(milliseconds, wake);
		});
	}

	/** Calls `wake` once after so many milliseconds, unless the returned function is called before. */
	setTimer(milliseconds: number, wake: () => void): () => void {
		const sleeper = { at: this.now + Math.max(0, milliseconds), wake };
		const later = this.#sleepers.findIndex(({ at }) => at > sleeper.at);
		this.#sleepers.splice(later < 0 ? this.#sleepers.length : later, 0, sleeper);
		return () => {
			const index = this.#sleepers.indexOf(sleeper);
			if (index >= 0) this.#sleepers.splice(index, 1);
		};
	}

	/** Lets time pass until `work` has ended. Throws when it waits for something that never comes. */
	async run<T>(work: Promise<T>): Promise<T> {
		let hasEnded = false;
		const ended = () => {
			hasEnded = true;
		};
		work.then(ended, ended);
		while (true) {
			await everythingWaits();
			if (hasEnded) return work;
			this.onIdle();
			const next = this.#sleepers.shift();
			if (next === undefined) throw new Error("The work waits for something that never comes.");
			this.now = next.at;
			this.step += 1;
			next.wake();
		}
	}
}

/** Resolves when no promise is left that could go on by itself: they all run before the next turn of the loop. */
function everythingWaits(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
