import type { Clock } from "../../../client/http/clock.ts";

/** Lets everything run that waits only for promises. */
export async function settle(): Promise<void> {
	for (let round = 0; round < 20; round++) await Promise.resolve();
}

/** Time that moves only when the test says so. Randomness is constant: by default the middle. */
export class FakeClock implements Clock {
	#now = 1_790_000_000_000;
	#timers = new Set<{ readonly at: number; readonly act: () => void }>();
	/** What `random` returns. */
	chance = 0.5;

	now(): number {
		return this.#now;
	}

	random(): number {
		return this.chance;
	}

	after(ms: number, act: () => void): () => void {
		const timer = { at: this.#now + ms, act };
		this.#timers.add(timer);
		return () => this.#timers.delete(timer);
	}

	/** The machine sleeps: time passes, and timers that fell due meanwhile run only afterwards. */
	sleep(ms: number): void {
		this.#now += ms;
	}

	/** Advances the time, running timers in the order in which they are due. */
	async advance(ms: number): Promise<void> {
		const end = this.#now + ms;
		await settle();
		for (;;) {
			const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
			if (due === undefined) break;
			this.#timers.delete(due);
			this.#now = Math.max(this.#now, due.at);
			due.act();
			await settle();
		}
		this.#now = Math.max(this.#now, end);
	}

	/** The number of pending timers. */
	get waiting(): number {
		return this.#timers.size;
	}
}
