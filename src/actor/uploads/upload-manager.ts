import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { FINISH_RETRY_MS, HEAD_PATIENCE_MS, LEASE_SILENT_MS } from "../../session/limits.ts";
import { Leases } from "../../session/queue/upload-leases.ts";
import type {
	Grant,
	Rest,
	Step,
	UploadStore,
	UploadView,
	WantedUpload,
	Writer,
} from "../../session/rpc/upload-rpc.ts";
import {
	advance,
	canFinish,
	grantOf,
	isComplete,
	lease,
	leaseProblem,
	offsetOf,
	REPLACED,
	restPrefix,
	type Upload,
	viewOf,
} from "../../session/rules/upload-rules.ts";
import type { Loop } from "../../session/session.ts";
import { createUpload } from "./create-upload.ts";
import { BUSY, IS_FINAL, NOT_TOGETHER, PAUSED } from "./upload-refusals.ts";

/** What resumable uploads need of the actor. */
export interface UploadingPorts {
	readonly loop: Loop;
	readonly store: UploadStore;
	/** Milliseconds that an upload stays without a change. */
	readonly keepMs: number;
	now(): number;
	later(ms: number, call: () => void): () => void;
	/** The first bytes of a file that is stored now, for the extractor. */
	head(file: number, bytes: Uint8Array): void;
}

/** What creating an upload comes to. */
export interface Created {
	readonly view: UploadView;
	readonly grant: Grant | null;
	/** The objects that a final upload is made of. */
	readonly sources: readonly Rest[];
}

/**
 * The resumable uploads of one session: gives leave to write, takes in what was stored, and finishes. Body bytes never
 * come here; the one call to storage that changes something, putting the parts together, happens after the rows say
 * that all parts are there, so that a crash between the two is finished by whoever wakes next.
 */
export class Uploading {
	readonly #ports: UploadingPorts;
	readonly #leases = new Leases();
	readonly #finishing = new Map<number, Promise<Result<null, Problem>>>();
	/** Not before this time is a failed finish tried again; milliseconds since 1970. */
	#finishAt = 0;

	constructor(ports: UploadingPorts) {
		this.#ports = ports;
	}

	get #loop(): Loop {
		return this.#ports.loop;
	}

	/** Creates an upload, or finds the one that goes to the same place already. */
	async create(wanted: WantedUpload): Promise<Result<Created, Problem>> {
		const created = createUpload(this.#loop, wanted, this.#ports.now());
		if (!created.ok) return created;
		const { upload, isNew, sources } = created.value;
		if (isNew) this.#leases.end(upload.n);
		if (wanted.writer !== null && !upload.whole) {
			const offset = wanted.concat ? offsetOf(upload) : 0;
			const granted = await this.lease(upload.n, wanted.writer, offset, null);
			return granted.ok ? ok({ view: granted.value.view, grant: granted.value, sources }) : granted;
		}
		await this.#loop.settled();
		return ok({ view: viewOf(upload, this.#ports.keepMs), grant: null, sources });
	}

	/** Leave to write for a client. A final upload takes no bytes but those of its partial ones (concatenation). */
	async leaseToClient(
		n: number,
		writer: Writer,
		offset: number,
		length: number | null,
	): Promise<Result<Grant, Problem>> {
		const concat = this.#loop.uploads.get(n)?.concat ?? "partial";
		return concat === "partial" ? this.lease(n, writer, offset, length) : refuse(IS_FINAL);
	}

	/** Leave to write. Refused while another request is at it, unless that one is given up for lost. */
	async lease(
		n: number,
		writer: Writer,
		offset: number,
		length: number | null,
	): Promise<Result<Grant, Problem>> {
		const upload = this.#loop.uploads.get(n);
		if (upload === undefined) return refuse(this.#missing(n));
		const { now, keepMs } = this.#ports;
		const wrong = leaseProblem(upload, offset, length);
		if (wrong) return refuse(wrong);
		if (upload.whole) return ok(grantOf(upload, writer, keepMs));
		if (this.#leases.isHeld(n, now())) return refuse(BUSY);
		const begun = this.#beginFile(upload, length);
		if (begun) return refuse(begun);
		const leased = lease(upload, writer, length, now());
		if (!leased.ok) return leased;
		this.#leases.give(n, writer.token, now());
		const { next, reserved } = leased.value;
		if (next !== upload.next || reserved !== upload.reserved || leased.value.length !== upload.length)
			this.#loop.putUpload(leased.value);
		await this.#loop.settled();
		return ok(grantOf(leased.value, writer, keepMs, this.#loop.model.declared.get(n)));
	}

	/** The file of an upload is being uploaded, into this object; a refusal when it may not be. */
	#beginFile({ n, object }: Upload, length: number | null): Problem | undefined {
		if (n < 0) return;
		const file = this.#loop.model.state.files.get(n);
		if (file?.state === "paused") return PAUSED;
		if (length !== null && file && file.size !== length) {
			const measured = this.#loop.do({ type: "advance", file: n, stored: file.stored, size: length });
			if (!measured.ok) return measured.problem;
		}
		if (file?.state === "uploading" && this.#loop.model.incoming.get(n) === object) return;
		const begun = this.#loop.do({ type: "begin", file: n, object });
		return begun.ok ? undefined : begun.problem;
	}

	/** Takes in what a writer stored; finishes when that was all. */
	async advance(n: number, token: string, step: Step): Promise<Result<UploadView, Problem>> {
		const upload = this.#loop.uploads.get(n);
		if (upload === undefined) {
			this.#leases.end(n);
			return refuse(this.#missing(n));
		}
		if (!upload.whole && !this.#leases.hear(n, token, this.#ports.now())) return refuse(REPLACED);
		const advanced = advance(upload, token, step, this.#ports.now());
		if (step.end !== undefined || !advanced.ok) this.#leases.end(n);
		if (!advanced.ok) return advanced;
		if (advanced.value !== upload) this.#take(upload, advanced.value, step);
		const done = await this.#finishIfComplete(n);
		if (!done.ok) return done;
		return this.#view(n);
	}

	async #view(n: number): Promise<Result<UploadView, Problem>> {
		await this.#loop.settled();
		const upload = this.#loop.ended ? undefined : this.#loop.uploads.get(n);
		if (upload === undefined) return refuse(this.#missing(n));
		const paused = this.#loop.model.state.files.get(n)?.state === "paused";
		return ok(viewOf(upload, this.#ports.keepMs, paused));
	}

	#take(before: Upload, after: Upload, step: Step): void {
		const { n } = after;
		this.#loop.putUpload(after);
		if (!after.whole && before.rest && before.rest.object !== after.rest?.object)
			this.#loop.discard(before.rest.object);
		if (after.whole) this.#own(after, step.whole);
		else if (step.end && n > 0 && !isComplete(after))
			this.#loop.do({ type: "advance", file: n, stored: offsetOf(after) });
	}

	/** The object of a whole upload becomes the file's, or goes when the file does not want it any more. */
	#own(upload: Upload, put: Step["whole"]): void {
		const { n, object: begunAs, length } = upload;
		const object = upload.stored ?? begunAs;
		this.#leases.end(n);
		if (upload.rested) this.#loop.discard({ object, multipart: null, restPrefix: restPrefix(begunAs) });
		if (n < 0) return;
		const hash = put?.sha256 === undefined ? {} : { sha256: put.sha256 };
		const arrival = { object, size: length ?? 0, to: { file: n }, begunAs, ...hash };
		const stored = this.#loop.do({ type: "store", arrivals: [arrival] });
		const outcome = stored.ok ? stored.value.outcomes[0] : stored;
		if (outcome?.ok) {
			if (put) this.#ports.head(n, put.head);
		} else {
			this.#loop.discard(object);
			this.#loop.dropUpload(n);
		}
		for (const partial of upload.of) this.#loop.dropUpload(partial);
	}

	/** Puts the parts together once all are there. At most one at a time for an upload. */
	#finishIfComplete(n: number): Promise<Result<null, Problem>> {
		const upload = this.#loop.uploads.get(n);
		if (upload === undefined || !canFinish(upload)) return Promise.resolve(ok(null));
		const running = this.#finishing.get(n) ?? this.#finish(upload).finally(() => this.#finishing.delete(n));
		this.#finishing.set(n, running);
		return running;
	}

	async #finish({ n, object, multipart }: Upload): Promise<Result<null, Problem>> {
		await this.#loop.settled();
		const upload = this.#loop.uploads.get(n);
		if (upload?.object !== object || multipart === null) return ok(null);
		try {
			await this.#ports.store.complete(object, multipart, this.#loop.uploads.partsOf(upload));
		} catch {
			this.#finishAt = this.#ports.now() + FINISH_RETRY_MS;
			return refuse(NOT_TOGETHER);
		}
		const present = this.#loop.uploads.get(n);
		if (present?.object !== object) {
			// Cancelled or removed meanwhile: then nobody else knows of the object.
			this.#loop.discard(object);
			return ok(null);
		}
		const whole = { ...present, whole: true, stored: object, reserved: 0, changedAt: this.#ports.now() };
		this.#loop.putUpload(whole);
		this.#own(whole, undefined);
		return ok(null);
	}

	/** Where an upload stands. Waits a moment for a writer that may still be storing what arrived before its line was cut. */
	async see(n: number): Promise<Result<UploadView, Problem>> {
		await this.#leases.quiet(n, HEAD_PATIENCE_MS, this.#ports.later);
		const done = await this.#finishIfComplete(n);
		if (!done.ok) return done;
		return this.#view(n);
	}

	/** Ends an upload, and the file that it is. */
	async drop(n: number): Promise<Result<null, Problem>> {
		if (this.#loop.uploads.get(n) === undefined) return refuse(this.#missing(n));
		this.#leases.end(n);
		if (n < 0) this.#loop.dropUpload(n);
		else this.#loop.do({ type: "remove", target: { file: n } });
		await this.#loop.settled();
		return ok(null);
	}

	/** Does what time asks for: finishes what is all there, removes what nobody goes on with. Answers whether anything went. */
	async ring(): Promise<boolean> {
		const now = this.#ports.now();
		let expired = false;
		for (const upload of [...this.#loop.uploads.open()]) {
			if (upload.changedAt + this.#ports.keepMs <= now && !this.#leases.isHeld(upload.n, now)) {
				this.#expire(upload);
				expired = true;
			} else if (this.#finishAt <= now) await this.#finishIfComplete(upload.n);
		}
		await this.#loop.settled();
		return expired;
	}

	#expire(upload: Upload): void {
		const { n, announced } = upload;
		this.#leases.end(n);
		// Its bytes may have come another way: then only the half upload goes.
		const isStored = this.#loop.model.objects.has(n);
		if (n > 0 && !announced && !isStored) this.#loop.do({ type: "remove", target: { file: n } });
		this.#loop.dropUpload(n);
		if (n < 0 || !announced || isStored) return;
		this.#loop.do({ type: "advance", file: n, stored: 0 });
		this.#loop.do({ type: "release", file: n, object: upload.object });
	}

	/** Whether somebody is sending the bytes of this file now. */
	isWritten(n: number): boolean {
		return this.#leases.isWritten(n, this.#ports.now());
	}

	/** When uploads want the actor awake; milliseconds since 1970. */
	wish(): number | undefined {
		const now = this.#ports.now();
		let first: number | undefined;
		for (const upload of this.#loop.uploads.open()) {
			const silent = this.#leases.isHeld(upload.n, now) ? now + LEASE_SILENT_MS : 0;
			// While it is being finished the alarm is only for the case that this actor dies over it.
			const finish = Math.max(this.#finishAt, this.#finishing.has(upload.n) ? now + FINISH_RETRY_MS : now);
			const at = canFinish(upload) ? finish : Math.max(silent, upload.changedAt + this.#ports.keepMs);
			if (first === undefined || at < first) first = at;
		}
		return first;
	}

	/** A number that was given and has no upload any more is gone; any other was never there. */
	#missing(n: number): Problem {
		const { lastFile, objects } = this.#loop.model;
		const detail = "Start it anew with POST /api/uploads.";
		if (objects.has(n)) return problem("already-stored", "All bytes of this file are stored already.");
		return n < 0 || n <= lastFile
			? problem("gone", `This upload has ended or has expired. ${detail}`)
			: problem("not-found", `There is no such upload. ${detail}`);
	}
}
