import type { UploadedPart } from "../session/rules/upload-protocol.ts";

/** The part numbers of one writer: allocated in order, stored in any order, reported to the session in order. */
export class PartLedger {
	#next: number;
	#nextUnreported: number;
	readonly #stored = new Map<number, string>();

	constructor(next: number) {
		this.#next = next;
		this.#nextUnreported = next;
	}

	/** How many parts were allocated and not yet reported. */
	get unreported(): number {
		return this.#next - this.#nextUnreported;
	}

	/** The number for a new part. */
	allocate(): number {
		return this.#next++;
	}

	/** R2 has stored a part. */
	markStored(number: number, etag: string): void {
		this.#stored.set(number, etag);
	}

	/** Whether the next part in order is stored. */
	get hasReportable(): boolean {
		return this.#stored.has(this.#nextUnreported);
	}

	/** The stored parts up to the first gap. */
	reportable(): UploadedPart[] {
		const parts: UploadedPart[] = [];
		for (let number = this.#nextUnreported; this.#stored.has(number); number++)
			parts.push({ number, etag: this.#stored.get(number) ?? "" });
		return parts;
	}

	/** The session has accepted these parts. */
	markReported(parts: readonly UploadedPart[]): void {
		for (const { number } of parts) this.#stored.delete(number);
		this.#nextUnreported += parts.length;
	}
}
