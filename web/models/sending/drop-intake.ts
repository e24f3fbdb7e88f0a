import { type ReadonlySignal, signal } from "@preact/signals";
import type { Dropped } from "../../edges/drop/dropped-items.ts";
import type { RootHandle } from "../../edges/drop/file-origin.ts";
import type { HandlePickers, Pickable } from "../../edges/drop/handle-pickers.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";
import type { Notices } from "../notices.ts";
import type { Sender, Sending } from "./sender-proxy.ts";

/** What intake needs. */
export interface IntakeDeps {
	/** Must be called inside the drop's own handler. */
	takeDrop(transfer: DataTransfer): Dropped;
	readonly pickers: HandlePickers;
	readonly sending: Pick<Sending, "load">;
	readonly notices: Notices;
}

/**
 * What a person hands over: a drop, a paste, or a pick. It is taken at once, and read as soon as what reads and sends it is
 * there.
 */
export class Intake {
	/** Files found so far in a folder that is being walked; `undefined` while none is. */
	readonly found: ReadonlySignal<number | undefined>;
	#found = signal<number | undefined>(undefined);
	#deps: IntakeDeps;

	constructor(deps: IntakeDeps) {
		this.#deps = deps;
		this.found = this.#found;
	}

	/** To be called inside the drop's own handler. */
	drop(transfer: DataTransfer): Promise<void> {
		const dropped = this.#deps.takeDrop(transfer);
		return this.#take((sender) => sender.readDrop(dropped, this.#tell));
	}

	/** Files of an input or a paste. */
	pick(list: FileList): Promise<void> {
		const files = Array.from(list);
		return this.#take((sender) => sender.readFiles(files));
	}

	/** Whether this browser has a picker whose files it finds again after a reload. */
	canChoose(what: Pickable): boolean {
		return this.#deps.pickers[what] !== undefined;
	}

	/** Opens that picker; to be called in the handler of a press. Answers whether the browser has let it open. */
	async choose(what: Pickable): Promise<boolean> {
		let roots: readonly RootHandle[] | undefined;
		try {
			roots = await this.#deps.pickers[what]?.();
		} catch {
			return false;
		}
		if (roots === undefined) return false;
		if (roots.length > 0) await this.#takeHandles(roots);
		return true;
	}

	#tell = (count: number): void => {
		this.#found.value = count;
	};

	#takeHandles(roots: readonly RootHandle[]): Promise<void> {
		return this.#take((sender) => sender.readHandles(roots, this.#tell));
	}

	async #take(read: (sender: Sender) => Promise<readonly PickedFile[]>): Promise<void> {
		const { sending, notices } = this.#deps;
		const sender = await sending.load();
		try {
			const files = await read(sender);
			if (files.length > 0) void sender.uploads.add(files);
			else notices.say("There were no files in what you handed over.");
		} catch {
			notices.say("The browser could not read what you handed over. Try the buttons instead.", "bad");
		} finally {
			this.#found.value = undefined;
		}
	}
}
