import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FileView } from "./file-group.ts";

interface Cell {
	readonly view: Signal<FileView | undefined>;
	watchers: number;
}

/**
 * One signal per file that somebody looks at. The other thousands are plain records, so that a change costs a map
 * look-up and no more.
 */
export class FileCells {
	#cells = new Map<number, Cell>();
	#read: (n: number) => FileView | undefined;

	constructor(read: (n: number) => FileView | undefined) {
		this.#read = read;
	}

	/** The signal of a file, for as long as `release` was not called. */
	watch(n: number): ReadonlySignal<FileView | undefined> {
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

	/** Brings a watched file up to date. */
	refresh(n: number): void {
		const cell = this.#cells.get(n);
		if (cell !== undefined) cell.view.value = this.#read(n);
	}
}
