import type { Change } from "../../protocol/files/change.ts";
import { isFileChange } from "../../protocol/files/is-file-change.ts";
import { MIB } from "../../protocol/limits.ts";

/** Bytes of all cached heads, of an isolate's 128 MB. Files beyond it are read from storage. */
const MAX_CACHED_BYTES = 16 * MIB;

/**
 * The first bytes of files that were just stored, as the Worker saw them on their way: the extraction need not fetch again what
 * was here a moment ago. Only a saving: what a crash or the bound drops is read from storage.
 */
export class HeadCache {
	readonly #heads = new Map<number, Uint8Array>();
	#bytes = 0;

	/** Caches a file's head while there is room, replacing an earlier one. */
	put(file: number, head: Uint8Array): void {
		// An unused head is of bytes that are gone: the file was cancelled and sent again.
		this.take(file);
		if (this.#bytes + head.byteLength > MAX_CACHED_BYTES) return;
		this.#heads.set(file, head);
		this.#bytes += head.byteLength;
	}

	/** Evicts heads of bytes that these changes free: such a file may be sent again without a head. */
	evict(changes: readonly Change[]): void {
		for (const change of changes) {
			if (isFileChange(change) && (change.removed || change.state === "cancelled")) this.take(change.file);
		}
	}

	/** Returns a file's head and evicts it: it is used once. */
	take(file: number): Uint8Array | undefined {
		const head = this.#heads.get(file);
		if (head === undefined) return undefined;
		this.#heads.delete(file);
		this.#bytes -= head.byteLength;
		return head;
	}
}
