import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import { SMALL_FILE_BYTES } from "../../../src/session/limits.ts";
import { INTERRUPTED } from "../../../src/session/queue/interrupted.ts";
import type { Lane } from "../../../src/session/queue/read-queue.ts";

/** Which files wait in which lane of a simulated session. Finds it out by walking over all of them, and knows nothing of the queue. */
export class WaitingFiles {
	readonly #state: SessionState;
	readonly #time: { readonly step: number };
	/** Files that are read or about to be. */
	readonly #taken = new Set<number>();
	/** The step in which each file last changed. */
	readonly #touched = new Map<number, number>();
	/** Files whose first bytes have been looked at, and are not those of a photo. */
	readonly #looked = new Set<number>();

	/** Files that may be in several hands at once, because they were sent again: nobody can say whether they wait. */
	readonly sentAgain = new Set<number>();

	constructor(state: SessionState, time: { readonly step: number }) {
		this.#state = state;
		this.#time = time;
	}

	touch(n: number): void {
		this.#touched.set(n, this.#time.step);
	}

	take(n: number): void {
		this.#taken.add(n);
	}

	putBack(n: number): void {
		this.#taken.delete(n);
		this.touch(n);
	}

	/** A file's first bytes have shown that it is no photo. */
	lookAt(n: number): void {
		this.#looked.add(n);
	}

	/**
	 * Files that wait in a lane since an earlier step: what changes within one may be seen before or after. Retries are left out, because
	 * they may have become due only now.
	 */
	of(lane: Lane): FileRecord[] {
		return [...this.#state.files.values()].filter((file) => {
			const { n, state } = file;
			if (this.sentAgain.has(n)) return false;
			const hasWaited = state === "queued" && !this.#taken.has(n) && this.#touched.get(n) !== this.#time.step;
			return hasWaited && this.#laneOf(file) === lane;
		});
	}

	#laneOf({ n, size, problem }: FileRecord): Lane {
		if (!this.#looked.has(n)) return "new";
		return size <= SMALL_FILE_BYTES && problem?.code !== INTERRUPTED ? "small" : "large";
	}
}
