import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

interface Cell<View> {
	readonly view: Signal<View | undefined>;
	watchers: number;
}

/**
 * One signal per watched item, a file or a batch. The thousands of others are plain records, so that a change costs
 * only a map look-up.
 */
export class SignalCells<View> {
	#cells = new Map<number, Cell<View>>();
	#read: (n: number) => View | undefined;

	constructor(read: (n: number) => View | undefined) {
		this.#read = read;
	}

	/** The signal of a number, until `release` is called. */
	watch(n: number): ReadonlySignal<View | undefined> {
		let cell = this.#cells.get(n);
		if (cell === undefined) {
			cell = { view: signal(this.#read(n)), watchers: 0 };
			this.#cells.set(n, cell);
		}
		cell.watchers++;
		return cell.view;
	}

	release(n: number): void {
		const cell = this.#cells.get(n);
		if (cell === undefined || --cell.watchers > 0) return;
		this.#cells.delete(n);
	}

	/** Updates the watched signals among these numbers. Few are watched, however many numbers there are. */
	refresh(numbers: ReadonlySet<number>): void {
		for (const [n, cell] of this.#cells) if (numbers.has(n)) cell.view.value = this.#read(n);
	}

	/** Updates every watched signal. */
	refreshAll(): void {
		for (const [n, cell] of this.#cells) cell.view.value = this.#read(n);
	}
}
