import { type ReadonlySignal, signal } from "@preact/signals";
import type { ReadPermission, RootHandle } from "../../edges/drop/file-origin.ts";
import { awaitsBytes } from "../files/file-group.ts";
import type { SessionModel } from "../session/session-model.ts";
import type { MatchedFile } from "./match-dropped.ts";
import type { Outbox } from "./outbox.ts";
import type { OwnedBatch } from "./owned-batch.ts";

/** Dependencies of the file reopener. */
export interface FileReopenerDeps {
	readonly outbox: Outbox;
	readonly session: SessionModel;
	/** Whether the files under a handle may be read. `ask` shows the browser's prompt. */
	readPermission(root: RootHandle, ask?: boolean): Promise<ReadPermission>;
}

interface WaitingFile {
	readonly batch: OwnedBatch;
	readonly file: MatchedFile;
}

/**
 * Handles files that are not copied for a reload but opened again where they are. The browser may require permission,
 * once per drop and only during a user gesture.
 */
export class FileReopener {
	/** Files whose upload continues as soon as permission is granted. */
	readonly awaitingPermission: ReadonlySignal<number>;
	#awaitingPermission = signal(0);
	#deps: FileReopenerDeps;
	#waiting = new Map<RootHandle, WaitingFile[]>();

	constructor(deps: FileReopenerDeps) {
		this.#deps = deps;
		this.awaitingPermission = this.#awaitingPermission;
	}

	/** Adds a file saved by its origin. It is sent at once if the browser allows reading it. */
	add(batch: OwnedBatch, file: MatchedFile): void {
		const root = file.origin?.root;
		if (root === undefined) return;
		this.#deps.outbox.reserve(batch, [file]);
		const waiting = this.#waiting.get(root);
		if (waiting !== undefined) waiting.push({ batch, file });
		else {
			this.#waiting.set(root, [{ batch, file }]);
			void this.#tryOpen(root, false);
		}
		this.#updateCount();
	}

	/** Asks for permission to read what was dropped. Must be called inside a user gesture. */
	async requestPermission(): Promise<void> {
		for (const root of [...this.#waiting.keys()]) await this.#tryOpen(root, true);
	}

	clear(): void {
		this.#waiting.clear();
		this.#updateCount();
	}

	async #tryOpen(root: RootHandle, ask: boolean): Promise<void> {
		const { outbox, session, readPermission } = this.#deps;
		if ((await readPermission(root, ask)) !== "granted") return;
		const waiting = this.#waiting.get(root) ?? [];
		this.#waiting.delete(root);
		for (const { batch, file } of waiting) {
			const record = session.record(file.n);
			const isWanted = outbox.batch(batch.key) === batch && record !== undefined && awaitsBytes(record);
			// It may have been dropped again meanwhile, or sent from elsewhere.
			if (isWanted && !session.localFiles.canSend(file.n)) outbox.enqueue(batch, [file]);
		}
		this.#updateCount();
	}

	#updateCount(): void {
		let count = 0;
		for (const files of this.#waiting.values()) count += files.length;
		this.#awaitingPermission.value = count;
	}
}
