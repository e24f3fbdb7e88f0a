import { type ReadonlySignal, signal } from "@preact/signals";
import type { DropContents } from "../../edges/drop/dropped-items.ts";
import type { RootHandle } from "../../edges/drop/file-origin.ts";
import type { HandlePickers, PickerKind } from "../../edges/drop/handle-pickers.ts";
import type { PickedFile } from "../../edges/drop/picked-file.ts";
import { noticeWords } from "../../words/en/notices.ts";
import type { Notices } from "../notices.ts";
import type { Sender, SenderProxy } from "./sender-proxy.ts";

/** Dependencies of the drop intake. */
export interface DropIntakeDeps {
	/** Must be called inside the drop event's handler. */
	takeDrop(transfer: DataTransfer): DropContents;
	readonly pickers: HandlePickers;
	readonly sending: Pick<SenderProxy, "load">;
	readonly notices: Notices;
}

/**
 * Takes what a person drops, pastes or picks. A drop is taken out of its event at once, and read as soon as the sender
 * is loaded.
 */
export class DropIntake {
	/** Files found so far in a folder being walked; `undefined` while none is. */
	readonly filesFound: ReadonlySignal<number | undefined>;
	#filesFound = signal<number | undefined>(undefined);
	#deps: DropIntakeDeps;

	constructor(deps: DropIntakeDeps) {
		this.#deps = deps;
		this.filesFound = this.#filesFound;
	}

	/** Takes a drop. Must be called inside the drop event's handler. */
	drop(transfer: DataTransfer): Promise<void> {
		const dropped = this.#deps.takeDrop(transfer);
		return this.#add((sender) => sender.readDrop(dropped, this.#reportFound));
	}

	/** Takes the files of an input or a paste. */
	addFiles(list: FileList): Promise<void> {
		const files = Array.from(list);
		return this.#add((sender) => sender.readFiles(files));
	}

	/** Whether this browser has a picker whose files can be opened again after a reload. */
	hasPicker(kind: PickerKind): boolean {
		return this.#deps.pickers[kind] !== undefined;
	}

	/** Opens that picker; must be called inside a user gesture. Resolves to whether the browser let it open. */
	async openPicker(kind: PickerKind): Promise<boolean> {
		let roots: readonly RootHandle[] | undefined;
		try {
			roots = await this.#deps.pickers[kind]?.();
		} catch {
			return false;
		}
		if (roots === undefined) return false;
		if (roots.length > 0) await this.#addHandles(roots);
		return true;
	}

	#reportFound = (count: number): void => {
		this.#filesFound.value = count;
	};

	#addHandles(roots: readonly RootHandle[]): Promise<void> {
		return this.#add((sender) => sender.readHandles(roots, this.#reportFound));
	}

	async #add(read: (sender: Sender) => Promise<readonly PickedFile[]>): Promise<void> {
		const { sending, notices } = this.#deps;
		const sender = await sending.load();
		try {
			const files = await read(sender);
			if (files.length > 0) void sender.uploads.add(files);
			else notices.show(noticeWords.noFiles);
		} catch {
			notices.show(noticeWords.unreadable, "bad");
		} finally {
			this.#filesFound.value = undefined;
		}
	}
}
