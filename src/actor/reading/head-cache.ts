import type { Change } from "../../protocol/files/change.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { MIB } from "../../protocol/limits.ts";

/** Bytes of all heads that are kept at once, of the 128 MB of an isolate. Files beyond it are read from storage. */
const MAX_HEADS_BYTES = 16 * MIB;

/**
 * The first bytes of files that have just arrived, as the Worker saw them on their way to storage: the extractor need
 * not fetch again what was here a moment ago. Only a saving: what a crash or the bound takes is read from storage.
 */
export class Heads {
	readonly #heads = new Map<number, Uint8Array>();
	#bytes = 0;

	/** Keeps a file's head while there is room; the newest counts. */
	keep(file: number, head: Uint8Array): void {
		// One that was never taken is of bytes that are gone: the file was cancelled and sent again.
		this.take(file);
		if (this.#bytes + head.byteLength > MAX_HEADS_BYTES) return;
		this.#heads.set(file, head);
		this.#bytes += head.byteLength;
	}

	/** Lets go of what belongs to bytes that these changes free: the file may be sent anew, without a head. */
	forget(changes: readonly Change[]): void {
		for (const change of changes) {
			if (isFileChange(change) && (change.removed || change.state === "cancelled")) this.take(change.file);
		}
	}

	/** Gives a file's head away; it is wanted once. */
	take(file: number): Uint8Array | undefined {
		const head = this.#heads.get(file);
		if (head === undefined) return undefined;
		this.#heads.delete(file);
		this.#bytes -= head.byteLength;
		return head;
	}
}
