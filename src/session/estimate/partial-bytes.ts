import type { Gauges } from "../../protocol/stream/frame.ts";
import { offsetOf, type Upload } from "../rules/upload-rules.ts";

type Bytes = NonNullable<Gauges["partial"]>;

function bytesOf(upload: Upload): Bytes {
	const offset = offsetOf(upload);
	const bytes = upload.length ?? offset;
	return { stored: upload.whole ? bytes : offset, bytes };
}

/**
 * How far the partial uploads are, all together: which of them will be one file, nobody tells before the final one. Running
 * sums, because a client may have thousands.
 */
export class PartialBytes {
	readonly #uploads = new Map<number, Bytes>();
	readonly #sums = { stored: 0, bytes: 0 };
	/** Told empty too, once any was told: readers keep what they heard last. */
	#isTold = false;
	#hasNews = false;

	/** Whether it has changed since it was read. */
	get hasNews(): boolean {
		return this.#hasNews;
	}

	/** A partial upload as it is now. */
	note(upload: Upload): void {
		this.drop(upload.n);
		const bytes = bytesOf(upload);
		this.#uploads.set(upload.n, bytes);
		this.#add(bytes, 1);
		this.#isTold = true;
	}

	/** It is gone: it became a part of a file, or came to nothing. */
	drop(n: number): void {
		const bytes = this.#uploads.get(n);
		if (bytes === undefined) return;
		this.#uploads.delete(n);
		this.#add(bytes, -1);
	}

	/** The sums; `undefined` as long as there was none. */
	read(): Bytes | undefined {
		this.#hasNews = false;
		return this.#isTold ? { ...this.#sums } : undefined;
	}

	#add({ stored, bytes }: Bytes, sign: 1 | -1): void {
		this.#sums.stored += sign * stored;
		this.#sums.bytes += sign * bytes;
		this.#hasNews = true;
	}
}
