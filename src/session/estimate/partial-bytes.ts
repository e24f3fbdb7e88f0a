import type { Gauges } from "../../protocol/stream/frame.ts";
import { offsetOf, type ResumableUpload } from "../rules/upload-rules.ts";

type Bytes = NonNullable<Gauges["partial"]>;

function bytesOf(upload: ResumableUpload): Bytes {
	const offset = offsetOf(upload);
	const bytes = upload.length ?? offset;
	return { stored: upload.whole ? bytes : offset, bytes };
}

/**
 * The bytes of all partial uploads together: which of them will be one file is not known before the final upload. Running sums,
 * because a client may have thousands.
 */
export class PartialUploadBytes {
	readonly #uploads = new Map<number, Bytes>();
	readonly #sums = { stored: 0, bytes: 0 };
	/** Once reported, also reported empty: readers keep the last value they got. */
	#hadAny = false;
	#hasChanged = false;

	/** Whether the sums have changed since they were read. */
	get hasChanged(): boolean {
		return this.#hasChanged;
	}

	update(upload: ResumableUpload): void {
		this.drop(upload.n);
		const bytes = bytesOf(upload);
		this.#uploads.set(upload.n, bytes);
		this.#add(bytes, 1);
		this.#hadAny = true;
	}

	/** It is gone: it became part of a file, or expired. */
	drop(n: number): void {
		const bytes = this.#uploads.get(n);
		if (bytes === undefined) return;
		this.#uploads.delete(n);
		this.#add(bytes, -1);
	}

	/** The sums; `undefined` while there has never been a partial upload. */
	read(): Bytes | undefined {
		this.#hasChanged = false;
		return this.#hadAny ? { ...this.#sums } : undefined;
	}

	#add({ stored, bytes }: Bytes, sign: 1 | -1): void {
		this.#sums.stored += sign * stored;
		this.#sums.bytes += sign * bytes;
		this.#hasChanged = true;
	}
}
