import { type ReadonlySignal, signal } from "@preact/signals";
import type { Permission, RootHandle } from "../../edges/drop/file-origin.ts";
import { awaitsBytes } from "../list/file-group.ts";
import type { SessionModel } from "../session/session-model.ts";
import type { Recognised } from "./match-dropped.ts";
import type { Outbox } from "./outbox.ts";
import type { OwnedBatch } from "./owned-batch.ts";

/** What reopening needs. */
export interface ReopeningDeps {
	readonly outbox: Outbox;
	readonly session: SessionModel;
	/** Whether what lies under a handle may be read. With `ask` a person is asked. */
	permissionOf(root: RootHandle, ask?: boolean): Promise<Permission>;
}

interface Waiting {
	readonly batch: OwnedBatch;
	readonly file: Recognised;
}

/**
 * Files that are not copied for a reload but opened again where they lie. The browser may want a person to allow that, once
 * for everything that was dropped together, and only after a press of a button.
 */
export class Reopening {
	/** Files that go on as soon as a person allows it. */
	readonly count: ReadonlySignal<number>;
	#count = signal(0);
	#deps: ReopeningDeps;
	#waiting = new Map<RootHandle, Waiting[]>();

	constructor(deps: ReopeningDeps) {
		this.#deps = deps;
		this.count = this.#count;
	}

	/** Takes a file that was kept by its place. It is sent at once where the browser allows that. */
	add(batch: OwnedBatch, file: Recognised): void {
		const root = file.origin?.root;
		if (root === undefined) return;
		this.#deps.outbox.reserve(batch, [file]);
		const waiting = this.#waiting.get(root);
		if (waiting !== undefined) waiting.push({ batch, file });
		else {
			this.#waiting.set(root, [{ batch, file }]);
			void this.#look(root, false);
		}
		this.#tell();
	}

	/** Asks for leave to read what was dropped. To be called in the handler of a press. */
	async allow(): Promise<void> {
		for (const root of [...this.#waiting.keys()]) await this.#look(root, true);
	}

	clear(): void {
		this.#waiting.clear();
		this.#tell();
	}

	async #look(root: RootHandle, ask: boolean): Promise<void> {
		const { outbox, session, permissionOf } = this.#deps;
		if ((await permissionOf(root, ask)) !== "granted") return;
		const waiting = this.#waiting.get(root) ?? [];
		this.#waiting.delete(root);
		for (const { batch, file } of waiting) {
			const record = session.record(file.n);
			const isWanted = outbox.batch(batch.key) === batch && record !== undefined && awaitsBytes(record);
			// Meanwhile it may have been dropped again, or sent from elsewhere.
			if (isWanted && !session.locals.holds(file.n)) outbox.enqueue(batch, [file]);
		}
		this.#tell();
	}

	#tell(): void {
		let count = 0;
		for (const files of this.#waiting.values()) count += files.length;
		this.#count.value = count;
	}
}
