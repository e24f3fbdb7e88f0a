import type { Problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { HEAD_BYTES } from "../session/rules/command.ts";
import type { UploadStep, UploadView, WriteGrant } from "../session/rules/upload-protocol.ts";
import { PartBuffers } from "./part-buffers.ts";
import { PartLedger } from "./part-ledger.ts";
import type { BodyDigest, PartWriterDeps } from "./part-writer-deps.ts";
import { retryCall } from "./retry-call.ts";
import { CHECKSUM_MISMATCH, NO_ANSWER, NOT_STORED, OVERLOADED, PAUSED, tooLong } from "./writer-refusals.ts";

/** Parts of one body that are uploaded to R2 concurrently. */
const PARALLEL_PARTS = 3;

/**
 * Writes one request's body as equal parts of an R2 multipart upload. While one part fills, the parts before it are stored
 * and reported to the session in order. The bytes after the last full part (the tail), also those before a disconnect, become
 * an object of their own: the upload's offset is what is stored, and no byte that arrived is lost.
 */
export class PartWriter {
	readonly #grant: WriteGrant;
	readonly #deps: PartWriterDeps;
	readonly #digest: BodyDigest | undefined;
	readonly #buffers: PartBuffers;
	#buffer: Uint8Array | undefined;
	#bufferedBytes = 0;
	/** Offset in the upload up to which bytes were read. */
	#readOffset: number;
	/** Offset that the session has accepted. */
	#reportedOffset: number;
	readonly #parts: PartLedger;
	/** Offset at which the first unreported part starts. */
	#reportedPartsEnd: number;
	#multipart: string | null;
	readonly #partsInFlight = new Set<Promise<void>>();
	#reporting: Promise<void> | undefined;
	/** False until a body with a checksum has been verified: nothing of it may count before. */
	#mayReport: boolean;
	/** A call to R2 failed after all retries: R2 may still carry it out later. */
	#isUnclean = false;
	#refusal: Problem | undefined;
	/** The session has ended this writer's lease, or was asked to end it. */
	#hasEnded = false;
	#view: UploadView;

	/** `expected`: bytes of the body if known. A small one gets a small buffer. */
	constructor(
		grant: WriteGrant,
		deps: PartWriterDeps,
		digest: BodyDigest | undefined,
		expected: number | null,
	) {
		this.#grant = grant;
		this.#deps = deps;
		this.#digest = digest;
		this.#mayReport = digest === undefined;
		const bytes = (grant.tail?.length ?? 0) + (expected ?? grant.partSize);
		this.#buffers = new PartBuffers(deps.budget, Math.min(grant.partSize, bytes));
		this.#view = grant.view;
		this.#reportedOffset = grant.view.offset;
		this.#readOffset = grant.view.offset;
		this.#reportedPartsEnd = grant.view.offset - (grant.tail?.length ?? 0);
		this.#parts = new PartLedger(grant.next);
		this.#multipart = grant.multipart;
	}

	/** Writes the body. Resolves when everything that arrived is stored and reported, or refused. Never throws. */
	async write(body: AsyncIterable<Uint8Array>): Promise<Result<UploadView, Problem>> {
		try {
			if (this.#buffers.reserveFirst()) await this.#loadTail();
			else this.#refusal = OVERLOADED;
			const isCut = await this.#readBody(body);
			const isAccepted = await this.#verify(isCut);
			if (isAccepted && (this.#refusal === undefined || this.#refusal === PAUSED))
				await this.#storeRemaining();
		} catch {
			this.#isUnclean = true;
			this.#refusal ??= NOT_STORED;
		}
		await Promise.all(this.#partsInFlight);
		while (this.#reporting) await this.#reporting;
		await this.#release();
		this.#buffers.releaseAll();
		return this.#refusal ? refuse(this.#refusal) : ok(this.#view);
	}

	/** The previous request's tail is the start of this one's first part. */
	async #loadTail(): Promise<void> {
		const { tail } = this.#grant;
		if (tail === null) return;
		const bytes = await this.#deps.store.read(tail.object, 0);
		if (bytes === null) throw new Error("the tail is gone");
		for await (const chunk of bytes) await this.#append(chunk);
		if (this.#bufferedBytes !== tail.length) throw new Error("the tail has another length");
	}

	/** Reads until the body ends, the client disconnects, the body is too long, or the upload is refused. Returns whether it was cut off. */
	async #readBody(body: AsyncIterable<Uint8Array>): Promise<boolean> {
		const { length } = this.#view;
		const chunks = body[Symbol.asyncIterator]();
		try {
			while (this.#refusal === undefined) {
				let next: IteratorResult<Uint8Array>;
				try {
					next = await chunks.next();
				} catch {
					return true;
				}
				if (next.done) return false;
				if (length !== null && this.#readOffset + next.value.byteLength > length) {
					this.#refusal = tooLong(length);
					return false;
				}
				this.#readOffset += next.value.byteLength;
				await this.#digest?.update(next.value);
				await this.#append(next.value);
			}
			return false;
		} finally {
			await chunks.return?.().catch(() => {});
		}
	}

	/**
	 * Whether what arrived may be stored. tus 1.0.0, Checksum: once the entire request has been received, the Server MUST verify
	 * it; on a mismatch it MUST be discarded, and the upload and its offset MUST NOT be updated.
	 */
	async #verify(isCut: boolean): Promise<boolean> {
		// Of a body that is too long, only what was reported before counts.
		if (this.#refusal?.code === "too-large") return false;
		if (this.#digest === undefined) return true;
		if (isCut || this.#refusal) return false;
		this.#mayReport = await this.#digest.matches();
		if (!this.#mayReport) this.#refusal = CHECKSUM_MISMATCH;
		return this.#mayReport;
	}

	async #append(bytes: Uint8Array): Promise<void> {
		let remaining = bytes;
		while (remaining.byteLength > 0) {
			// A full buffer is sent only when more bytes come: it may be the whole file, which needs no multipart upload.
			if (this.#bufferedBytes === this.#grant.partSize) await this.#startPart();
			if (this.#bufferedBytes === this.#grant.partSize) {
				// The upload was refused meanwhile: bytes that no longer fit count as unread.
				this.#readOffset -= remaining.byteLength;
				return;
			}
			this.#buffer ??= await this.#acquireBuffer();
			const piece = remaining.subarray(0, this.#grant.partSize - this.#bufferedBytes);
			this.#buffer.set(piece, this.#bufferedBytes);
			this.#bufferedBytes += piece.byteLength;
			remaining = remaining.subarray(piece.byteLength);
		}
	}

	async #acquireBuffer(): Promise<Uint8Array> {
		while (true) {
			const buffer = this.#buffers.acquire();
			if (buffer) return buffer;
			await Promise.race(this.#partsInFlight);
		}
	}

	/** Starts storing the buffer as a part. Waits while too many parts are in flight or unreported. */
	async #startPart(): Promise<void> {
		const buffer = this.#buffer;
		if (buffer === undefined) return;
		if (this.#multipart === null) {
			this.#multipart = await this.#retry(() => this.#deps.store.open(this.#grant.object));
			const multipart = { id: this.#multipart, window: this.#grant.window };
			if (!(await this.#advance({ multipart }))) await this.#discardMultipart(this.#multipart);
		}
		while (this.#refusal === undefined && this.#mustWait()) {
			await Promise.race([...this.#partsInFlight, ...(this.#reporting ? [this.#reporting] : [])]);
		}
		if (this.#refusal) return;
		const number = this.#parts.allocate();
		const bytes = buffer.subarray(0, this.#bufferedBytes);
		this.#buffer = undefined;
		this.#bufferedBytes = 0;
		const storing: Promise<void> = this.#storePart(number, bytes).finally(() => {
			this.#partsInFlight.delete(storing);
			this.#buffers.release(buffer);
		});
		this.#partsInFlight.add(storing);
	}

	#mustWait(): boolean {
		return this.#partsInFlight.size >= PARALLEL_PARTS || this.#parts.unreported >= this.#grant.window;
	}

	async #storePart(number: number, bytes: Uint8Array): Promise<void> {
		const multipart = this.#multipart ?? "";
		try {
			const { object } = this.#grant;
			const etag = await this.#retry(() => this.#deps.store.part(object, multipart, number, bytes));
			this.#parts.markStored(number, etag);
			this.#startReporting();
		} catch {
			this.#isUnclean = true;
			this.#refusal ??= NOT_STORED;
		}
	}

	/** After the body: stores the last part, the whole file with a single put, or a tail. */
	async #storeRemaining(): Promise<void> {
		const { length } = this.#view;
		const isWhole = length !== null && this.#readOffset === length;
		const hasNew = this.#readOffset > this.#grant.view.offset;
		if (isWhole && this.#multipart === null) return this.#storeWhole();
		if (this.#bufferedBytes === this.#grant.partSize || (isWhole && this.#bufferedBytes > 0))
			await this.#startPart();
		await Promise.all(this.#partsInFlight);
		this.#startReporting();
		while (this.#reporting) await this.#reporting;
		if (this.#bufferedBytes === 0 || !hasNew || this.#parts.unreported > 0) return;
		const bytes = this.#buffer?.subarray(0, this.#bufferedBytes) ?? new Uint8Array(0);
		const object = this.#grant.tailObject;
		await this.#retry(() => this.#deps.store.put(object, bytes));
		const tail = { object, length: this.#bufferedBytes };
		const accepted = await this.#advance({ to: this.#readOffset, tail, end: this.#endState() });
		// Without an answer the session may have accepted it: the object must stay.
		if (!accepted && this.#refusal !== NO_ANSWER) await this.#deps.store.remove(object);
	}

	async #storeWhole(): Promise<void> {
		const bytes = this.#buffer?.subarray(0, this.#bufferedBytes) ?? new Uint8Array(0);
		const { wholeObject: object, sha256 } = this.#grant;
		if (sha256 !== null && (await this.#deps.sha256(bytes)) !== sha256) {
			this.#refusal = CHECKSUM_MISMATCH;
			return;
		}
		await this.#retry(() => this.#deps.store.put(object, bytes));
		const whole = { object, head: bytes.slice(0, HEAD_BYTES), ...(sha256 !== null && { sha256 }) };
		const accepted = await this.#advance({ to: this.#readOffset, whole, end: "clean" });
		if (!accepted && this.#refusal !== NO_ANSWER) await this.#deps.store.remove(object);
	}

	/** Reports the stored parts up to the first gap. Parts that finish during a report go with the next one. */
	#startReporting(): void {
		if (!this.#mayReport || this.#reporting || this.#hasEnded || !this.#parts.hasReportable) return;
		this.#reporting = this.#reportParts().finally(() => {
			this.#reporting = undefined;
			this.#startReporting();
		});
	}

	async #reportParts(): Promise<void> {
		const parts = this.#parts.reportable();
		const to = Math.min(this.#reportedPartsEnd + parts.length * this.#grant.partSize, this.#readOffset);
		if (!(await this.#advance({ to, parts }))) return;
		this.#parts.markReported(parts);
		this.#reportedPartsEnd = to;
	}

	#endState(): "clean" | "unclean" {
		return this.#isUnclean ? "unclean" : "clean";
	}

	/** Ends the lease, so that another request can write, unless it has ended already. */
	async #release(): Promise<void> {
		if (this.#hasEnded || this.#view.whole) return;
		const refusal = this.#refusal;
		await this.#advance({ end: this.#endState() });
		this.#refusal = refusal;
	}

	/** Reports one step: `progress` since the last one. A retry is safe: the session recognises a step that it has accepted. */
	async #advance(progress: Partial<UploadStep>): Promise<boolean> {
		const offset = this.#reportedOffset;
		const step: UploadStep = { object: this.#grant.object, from: offset, to: offset, ...progress };
		let accepted: Result<UploadView, Problem>;
		try {
			accepted = await this.#retry(() => this.#deps.advance(step));
		} catch {
			this.#refusal ??= NO_ANSWER;
			this.#hasEnded = true;
			return false;
		}
		if (!accepted.ok) {
			this.#refusal ??= accepted.problem;
			this.#hasEnded = true;
			return false;
		}
		if (step.end) this.#hasEnded = true;
		this.#reportedOffset = step.to;
		this.#view = accepted.value;
		if (accepted.value.paused && !accepted.value.whole) this.#refusal ??= PAUSED;
		return true;
	}

	/** Aborts a multipart upload that the session has refused: without a record of it, nothing else would. */
	async #discardMultipart(multipart: string): Promise<void> {
		if (this.#refusal === NO_ANSWER) return;
		await this.#deps.store.discard({ object: this.#grant.object, multipart, tailPrefix: null });
	}

	#retry<Value>(call: () => Promise<Value>): Promise<Value> {
		return retryCall(call, this.#deps.wait);
	}
}
