import { type ReadonlySignal, signal } from "@preact/signals";
import type { PickedFile } from "../edges/folder-walk.ts";
import type { Notices } from "./notices.ts";

/** What intake needs. */
export interface IntakeDeps {
	/** Must be called inside the drop's own handler; tells how many files it has found so far. */
	readDrop(transfer: DataTransfer, found: (count: number) => void): Promise<readonly PickedFile[]>;
	readFileList(list: FileList): Promise<readonly PickedFile[]>;
	add(files: readonly PickedFile[]): void;
	readonly notices: Notices;
}

/** What a person hands over: a drop, a paste, or a pick. */
export class Intake {
	/** Files found so far in a folder that is being walked; `undefined` while none is. */
	readonly found: ReadonlySignal<number | undefined>;
	#found = signal<number | undefined>(undefined);
	#deps: IntakeDeps;

	constructor(deps: IntakeDeps) {
		this.#deps = deps;
		this.found = this.#found;
	}

	drop(transfer: DataTransfer): Promise<void> {
		const found = (count: number) => {
			this.#found.value = count;
		};
		return this.#take(this.#deps.readDrop(transfer, found));
	}

	pick(list: FileList): Promise<void> {
		return this.#take(this.#deps.readFileList(list));
	}

	async #take(reading: Promise<readonly PickedFile[]>): Promise<void> {
		const { add, notices } = this.#deps;
		try {
			const files = await reading;
			if (files.length > 0) add(files);
			else notices.say("There were no files in what you dropped.");
		} catch {
			notices.say("The browser could not read what you dropped. Try the buttons instead.", "bad");
		} finally {
			this.#found.value = undefined;
		}
	}
}
