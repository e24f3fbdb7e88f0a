import type { Problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import type { Grant, Step, UploadView } from "../session/rpc/upload-rpc.ts";
import { HEAD_BYTES } from "../session/rules/command.ts";
import { callAgain } from "./call-again.ts";
import { PartBuffers } from "./part-buffers.ts";
import { PartLedger } from "./part-ledger.ts";
import type { Proof, WriterPorts } from "./writer-ports.ts";
import { MISMATCH, NO_ANSWER, NOT_STORED, OVERLOADED, PAUSED, tooLong } from "./writer-refusals.ts";

/** Parts of one body that are under way at once: storage takes them side by side, and the others wait in their buffers. */
const PARALLEL_PARTS = 3;

/**
 * Turns the body of one request into parts of a multipart upload. Parts are equal; while one is filled the ones before
 * it are stored and told to the session, in their order. What is short of a part when the body ends, or its line is
 * cut, becomes an object of its own: the offset is what is really stored, and nothing that arrived is lost.
 */
export class PartWriter {
	readonly #grant: Grant;
	readonly #ports: WriterPorts;
	readonly #proof: Proof | undefined;
	readonly #buffers: PartBuffers;
	#filling: Uint8Array | undefined;
	#filled = 0;
	/** Bytes up to the end of what was read. */
	#end: number;
	/** The offset that the session has taken in. */
	#told: number;
	readonly #parts: PartLedger;
	/** Where the first part that was not told begins. */
	#partsEnd: number;
	#multipart: string | null;
	readonly #underway = new Set<Promise<void>>();
	#telling: Promise<void> | undefined;
	/** Bytes that must prove themselves first are told to nobody. */
	#mayTell: boolean;
	/** Storage failed for good: what it may still write is not known. */
	#isUnclean = false;
	#refusal: Problem | undefined;
	/** The session knows, or has said, that this writer is done. */
	#hasLeft = false;
	#view: UploadView;

	/** `expected` are the bytes of the body where it says so: a small one needs no buffer of a whole part. */
	constructor(grant: Grant, ports: WriterPorts, proof: Proof | undefined, expected: number | null) {
		this.#grant = grant;
		this.#ports = ports;
		this.#proof = proof;
		this.#mayTell = proof === undefined;
		const most = (grant.rest?.length ?? 0) + (expected ?? grant.partSize);
		this.#buffers = new PartBuffers(ports.budget, Math.min(grant.partSize, most));
		this.#view = grant.view;
		this.#told = grant.view.offset;
		this.#end = grant.view.offset;
		this.#partsEnd = grant.view.offset - (grant.rest?.length ?? 0);
		this.#parts = new PartLedger(grant.next);
		this.#multipart = grant.multipart;
	}

	/** Takes the whole body in. Resolves when everything that arrived is stored and told, or is refused. */
	async write(body: AsyncIterable<Uint8Array>): Promise<Result<UploadView, Problem>> {
		try {
			if (this.#buffers.begin()) await this.#begin();
			else this.#refusal = OVERLOADED;
			const isCut = await this.#read(body);
			// Bytes that could not prove themselves do not count, however they came.
			const keep = await this.#prove(isCut);
			if (keep && (this.#refusal === undefined || this.#refusal === PAUSED)) await this.#storeEnd();
		} catch {
			this.#isUnclean = true;
			this.#refusal ??= NOT_STORED;
		}
		await Promise.all(this.#underway);
		while (this.#telling) await this.#telling;
		await this.#leave();
		this.#buffers.end();
		return this.#refusal ? refuse(this.#refusal) : ok(this.#view);
	}

	/** The remainder of the last request is the beginning of the next part. */
	async #begin(): Promise<void> {
		const { rest } = this.#grant;
		if (rest === null) return;
		const bytes = await this.#ports.store.read(rest.object, 0);
		if (bytes === null) throw new Error("the remainder is gone");
		for await (const chunk of bytes) await this.#fill(chunk);
		if (this.#filled !== rest.length) throw new Error("the remainder has another length");
	}

	/** Reads until the body ends, is cut, is too long, or nobody wants more. Answers whether it was cut. */
	async #read(body: AsyncIterable<Uint8Array>): Promise<boolean> {
		const most = this.#view.length;
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
				if (most !== null && this.#end + next.value.byteLength > most) {
					this.#refusal = tooLong(most);
					return false;
				}
				this.#end += next.value.byteLength;
				await this.#proof?.update(next.value);
				await this.#fill(next.value);
			}
			return false;
		} finally {
			await chunks.return?.().catch(() => {});
		}
	}

	/** Whether what arrived may be kept. */
	async #prove(isCut: boolean): Promise<boolean> {
		// A body that was too long is not trusted further than what was told already.
		if (this.#refusal?.code === "too-large") return false;
		if (this.#proof === undefined) return true;
		if (isCut || this.#refusal) return false;
		this.#mayTell = await this.#proof.matches();
		if (!this.#mayTell) this.#refusal = MISMATCH;
		return this.#mayTell;
	}

	async #fill(bytes: Uint8Array): Promise<void> {
		let rest = bytes;
		while (rest.byteLength > 0) {
			// A part goes only when more comes: the last one may be the whole file, which needs no parts at all.
			if (this.#filled === this.#grant.partSize) await this.#sendPart();
			if (this.#filled === this.#grant.partSize) {
				// Nobody wants more: what does not fit any more was not read.
				this.#end -= rest.byteLength;
				return;
			}
			this.#filling ??= await this.#freeBuffer();
			const piece = rest.subarray(0, this.#grant.partSize - this.#filled);
			this.#filling.set(piece, this.#filled);
			this.#filled += piece.byteLength;
			rest = rest.subarray(piece.byteLength);
		}
	}

	async #freeBuffer(): Promise<Uint8Array> {
		while (true) {
			const buffer = this.#buffers.take();
			if (buffer) return buffer;
			await Promise.race(this.#underway);
		}
	}

	/** Sends what was filled on its way as a part. Waits while as many are under way or untold as may be. */
	async #sendPart(): Promise<void> {
		const buffer = this.#filling;
		if (buffer === undefined) return;
		if (this.#multipart === null) {
			this.#multipart = await this.#again(() => this.#ports.store.open(this.#grant.object));
			const { window } = this.#grant;
			const opened = await this.#advance({ ...this.#still(), multipart: { id: this.#multipart, window } });
			if (!opened) await this.#abandon(this.#multipart);
		}
		while (this.#refusal === undefined && this.#mustWait()) {
			await Promise.race([...this.#underway, ...(this.#telling ? [this.#telling] : [])]);
		}
		if (this.#refusal) return;
		const number = this.#parts.give();
		const bytes = buffer.subarray(0, this.#filled);
		this.#filling = undefined;
		this.#filled = 0;
		const storing: Promise<void> = this.#storePart(number, bytes).finally(() => {
			this.#underway.delete(storing);
			this.#buffers.giveBack(buffer);
		});
		this.#underway.add(storing);
	}

	#mustWait(): boolean {
		return this.#underway.size >= PARALLEL_PARTS || this.#parts.untold >= this.#grant.window;
	}

	async #storePart(number: number, bytes: Uint8Array): Promise<void> {
		const multipart = this.#multipart ?? "";
		try {
			const etag = await this.#again(() =>
				this.#ports.store.part(this.#grant.object, multipart, number, bytes),
			);
			this.#parts.keep(number, etag);
			this.#tell();
		} catch {
			this.#isUnclean = true;
			this.#refusal ??= NOT_STORED;
		}
	}

	/** The body has ended: the last part, the whole file in one piece, or a remainder. */
	async #storeEnd(): Promise<void> {
		const { length } = this.#view;
		const isWhole = length !== null && this.#end === length;
		const hasNew = this.#end > this.#grant.view.offset;
		if (isWhole && this.#multipart === null) return this.#storeWhole();
		if (this.#filled === this.#grant.partSize || (isWhole && this.#filled > 0)) await this.#sendPart();
		await Promise.all(this.#underway);
		this.#tell();
		while (this.#telling) await this.#telling;
		if (this.#filled === 0 || !hasNew || this.#parts.untold > 0) return;
		const bytes = this.#filling?.subarray(0, this.#filled) ?? new Uint8Array(0);
		const object = this.#grant.restObject;
		await this.#again(() => this.#ports.store.put(object, bytes));
		const rest = { object, length: this.#filled };
		const taken = await this.#advance({ ...this.#still(), to: this.#end, rest, end: this.#ending() });
		// Unanswered is not refused: the session may know of it.
		if (!taken && this.#refusal !== NO_ANSWER) await this.#ports.store.remove(object);
	}

	async #storeWhole(): Promise<void> {
		const bytes = this.#filling?.subarray(0, this.#filled) ?? new Uint8Array(0);
		const { wholeObject: object, sha256 } = this.#grant;
		if (sha256 !== null && (await this.#ports.sha256(bytes)) !== sha256) {
			this.#refusal = MISMATCH;
			return;
		}
		await this.#again(() => this.#ports.store.put(object, bytes));
		const whole = { object, head: bytes.slice(0, HEAD_BYTES), ...(sha256 !== null && { sha256 }) };
		const taken = await this.#advance({ ...this.#still(), to: this.#end, whole, end: "clean" });
		if (!taken && this.#refusal !== NO_ANSWER) await this.#ports.store.remove(object);
	}

	/** Tells the session the parts that are stored without a gap; those that come meanwhile go with the next telling. */
	#tell(): void {
		if (!this.#mayTell || this.#telling || this.#hasLeft || !this.#parts.isReady) return;
		this.#telling = this.#tellAll().finally(() => {
			this.#telling = undefined;
			this.#tell();
		});
	}

	async #tellAll(): Promise<void> {
		const parts = this.#parts.ready();
		const to = Math.min(this.#partsEnd + parts.length * this.#grant.partSize, this.#end);
		if (!(await this.#advance({ ...this.#still(), to, parts }))) return;
		this.#parts.told(parts);
		this.#partsEnd = to;
	}

	/** A step that says nothing new. */
	#still(): Step {
		return { object: this.#grant.object, from: this.#told, to: this.#told };
	}

	#ending(): "clean" | "unclean" {
		return this.#isUnclean ? "unclean" : "clean";
	}

	/** Gives the upload back, unless the session knows already that this writer is done. */
	async #leave(): Promise<void> {
		if (this.#hasLeft || this.#view.whole) return;
		const refusal = this.#refusal;
		await this.#advance({ ...this.#still(), end: this.#ending() });
		this.#refusal = refusal;
	}

	/** Tells one step, again when the session did not answer: it knows what it has taken in. */
	async #advance(step: Step): Promise<boolean> {
		let told: Result<UploadView, Problem>;
		try {
			told = await this.#again(() => this.#ports.advance(step));
		} catch {
			this.#refusal ??= NO_ANSWER;
			this.#hasLeft = true;
			return false;
		}
		if (!told.ok) {
			this.#refusal ??= told.problem;
			this.#hasLeft = true;
			return false;
		}
		if (step.end) this.#hasLeft = true;
		this.#told = step.to;
		this.#view = told.value;
		if (told.value.paused && !told.value.whole) this.#refusal ??= PAUSED;
		return true;
	}

	/** A multipart upload that the session does not want is ended by who opened it. */
	async #abandon(multipart: string): Promise<void> {
		if (this.#refusal === NO_ANSWER) return;
		await this.#ports.store.discard({ object: this.#grant.object, multipart, restPrefix: null });
	}

	#again<Value>(call: () => Promise<Value>): Promise<Value> {
		return callAgain(call, this.#ports.wait);
	}
}
