import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { FINISH_RETRY_MS, HEAD_PATIENCE_MS } from "../../session/limits.ts";
import { UploadLeases } from "../../session/queue/upload-leases.ts";
import { expiredUploads, type UploadTimes, uploadWakeTime } from "../../session/queue/upload-times.ts";
import type {
	UploadCreated,
	UploadStep,
	UploadStore,
	UploadView,
	UploadWriter,
	WantedUpload,
	WriteGrant,
} from "../../session/rules/upload-protocol.ts";
import {
	advance,
	canFinish,
	grantOf,
	isComplete,
	lease,
	leaseProblem,
	offsetOf,
	REPLACED,
	type ResumableUpload,
	tailPrefix,
	viewOf,
} from "../../session/rules/upload-rules.ts";
import type { Session } from "../../session/session.ts";
import type { UploadLookup } from "../../session/store/upload-table.ts";
import { createUpload } from "./create-upload.ts";
import { BUSY, IS_FINAL, missingUpload, NOT_JOINED, PAUSED } from "./upload-refusals.ts";

/** What resumable uploads are made of; tests pass a fake of R2. */
export interface UploadManagerDeps {
	readonly session: Session;
	readonly uploads: UploadLookup;
	readonly store: UploadStore;
	/** Milliseconds that an unfinished upload is kept without a change. */
	readonly keepMs: number;
	now(): number;
	setTimer(ms: number, call: () => void): () => void;
	/** Caches the first bytes of a file that was just stored, for the extraction. */
	cacheHead(file: number, bytes: Uint8Array): void;
}

/**
 * The resumable uploads of one session: grants writing, takes in what was stored, and finishes. Body bytes never come here.
 * The one call that changes storage, completing a multipart upload, happens after the rows say that all parts are stored, so
 * a crash between the two is finished at the next wake.
 */
export class UploadManager {
	readonly #deps: UploadManagerDeps;
	readonly #session: Session;
	readonly #uploads: UploadLookup;
	readonly #leases = new UploadLeases();
	readonly #finishing = new Map<number, Promise<Result<null, Problem>>>();
	/** A failed finish is not tried again before this time; milliseconds since 1970. */
	#finishAt = 0;

	constructor(deps: UploadManagerDeps) {
		this.#deps = deps;
		this.#session = deps.session;
		this.#uploads = deps.uploads;
	}

	/** Creates an upload, or finds the one that goes to the same place already. */
	async create(wanted: WantedUpload): Promise<Result<UploadCreated, Problem>> {
		const created = createUpload(this.#session, this.#uploads, wanted, this.#deps.now());
		if (!created.ok) return created;
		const { upload, isNew, sources } = created.value;
		if (isNew) this.#leases.end(upload.n);
		if (wanted.writer !== null && !upload.whole) {
			const offset = wanted.concat ? offsetOf(upload) : 0;
			const granted = await this.lease(upload.n, wanted.writer, offset, null);
			return granted.ok ? ok({ view: granted.value.view, grant: granted.value, sources }) : granted;
		}
		await this.#session.settled();
		return ok({ view: viewOf(upload, this.#deps.keepMs), grant: null, sources });
	}

	/** Grants writing to a client. A final upload takes no bytes but those of its partial ones. */
	async leaseToClient(
		n: number,
		writer: UploadWriter,
		offset: number,
		length: number | null,
	): Promise<Result<WriteGrant, Problem>> {
		const concat = this.#uploads.get(n)?.concat ?? "partial";
		return concat === "partial" ? this.lease(n, writer, offset, length) : refuse(IS_FINAL);
	}

	/** Grants writing. Refused while another writer is active, unless that one has fallen silent. */
	async lease(
		n: number,
		writer: UploadWriter,
		offset: number,
		length: number | null,
	): Promise<Result<WriteGrant, Problem>> {
		const upload = this.#uploads.get(n);
		if (upload === undefined) return refuse(this.#missing(n));
		const { now, keepMs } = this.#deps;
		const wrong = leaseProblem(upload, offset, length);
		if (wrong) return refuse(wrong);
		if (upload.whole) return ok(grantOf(upload, writer, keepMs));
		if (this.#leases.isHeld(n, now())) return refuse(BUSY);
		const refused = this.#beginFile(upload, length);
		if (refused) return refuse(refused);
		const leased = lease(upload, writer, length, now());
		if (!leased.ok) return leased;
		this.#leases.grant(n, writer.token, now());
		const { next, reserved } = leased.value;
		if (next !== upload.next || reserved !== upload.reserved || leased.value.length !== upload.length)
			this.#session.saveUpload(leased.value);
		await this.#session.settled();
		return ok(grantOf(leased.value, writer, keepMs, this.#session.declaredHashOf(n)));
	}

	/** Marks an upload's file as being uploaded into its object; returns why that is refused. */
	#beginFile({ n, object }: ResumableUpload, length: number | null): Problem | undefined {
		if (n < 0) return;
		const file = this.#session.file(n);
		if (file?.state === "paused") return PAUSED;
		if (length !== null && file && file.size !== length) {
			const sized = this.#session.execute({
				type: "advance",
				file: n,
				stored: file.stored,
				size: length,
			});
			if (!sized.ok) return sized.problem;
		}
		if (file?.state === "uploading" && this.#session.incomingObjectOf(n) === object) return;
		const begun = this.#session.execute({ type: "begin", file: n, object });
		return begun.ok ? undefined : begun.problem;
	}

	/** Takes in what a writer stored, and finishes the upload if that was all. */
	async advance(n: number, token: string, step: UploadStep): Promise<Result<UploadView, Problem>> {
		const upload = this.#uploads.get(n);
		if (upload === undefined) {
			this.#leases.end(n);
			return refuse(this.#missing(n));
		}
		if (!upload.whole && !this.#leases.renew(n, token, this.#deps.now())) return refuse(REPLACED);
		const advanced = advance(upload, token, step, this.#deps.now());
		if (step.end !== undefined || !advanced.ok) this.#leases.end(n);
		if (!advanced.ok) return advanced;
		if (advanced.value !== upload) this.#save(upload, advanced.value, step);
		const finished = await this.#finishIfComplete(n);
		return finished.ok ? this.#view(n) : finished;
	}

	async #view(n: number): Promise<Result<UploadView, Problem>> {
		await this.#session.settled();
		const upload = this.#session.ended ? undefined : this.#uploads.get(n);
		if (upload === undefined) return refuse(this.#missing(n));
		const isPaused = this.#session.file(n)?.state === "paused";
		return ok(viewOf(upload, this.#deps.keepMs, isPaused));
	}

	#save(before: ResumableUpload, after: ResumableUpload, step: UploadStep): void {
		const { n } = after;
		this.#session.saveUpload(after);
		if (!after.whole && before.tail && before.tail.object !== after.tail?.object)
			this.#session.queueDeletion(before.tail.object);
		if (after.whole) this.#storeFile(after, step.whole);
		else if (step.end && n > 0 && !isComplete(after))
			this.#session.execute({ type: "advance", file: n, stored: offsetOf(after) });
	}

	/** Gives a whole upload's object to its file; or deletes it when the file does not want it any more. */
	#storeFile(upload: ResumableUpload, put: UploadStep["whole"]): void {
		const { n, object: begunAs, length } = upload;
		const object = upload.stored ?? begunAs;
		this.#leases.end(n);
		if (upload.hadTail)
			this.#session.queueDeletion({ object, multipart: null, tailPrefix: tailPrefix(begunAs) });
		if (n < 0) return;
		const hash = put?.sha256 === undefined ? {} : { sha256: put.sha256 };
		const arrival = { object, size: length ?? 0, to: { file: n }, begunAs, ...hash };
		const stored = this.#session.execute({ type: "store", arrivals: [arrival] });
		const result = stored.ok ? stored.value.results[0] : stored;
		if (result?.ok) {
			if (put) this.#deps.cacheHead(n, put.head);
		} else {
			this.#session.queueDeletion(object);
			this.#session.dropUpload(n);
		}
		for (const partial of upload.of) this.#session.dropUpload(partial);
	}

	/** Joins the parts once all are stored; for each upload at most once at a time. */
	#finishIfComplete(n: number): Promise<Result<null, Problem>> {
		const upload = this.#uploads.get(n);
		if (upload === undefined || !canFinish(upload)) return Promise.resolve(ok(null));
		const running = this.#finishing.get(n) ?? this.#finish(upload).finally(() => this.#finishing.delete(n));
		this.#finishing.set(n, running);
		return running;
	}

	async #finish({ n, object, multipart }: ResumableUpload): Promise<Result<null, Problem>> {
		await this.#session.settled();
		const upload = this.#uploads.get(n);
		if (upload?.object !== object || multipart === null) return ok(null);
		try {
			await this.#deps.store.complete(object, multipart, this.#uploads.partsOf(upload));
		} catch {
			this.#finishAt = this.#deps.now() + FINISH_RETRY_MS;
			return refuse(NOT_JOINED);
		}
		const present = this.#uploads.get(n);
		if (present?.object !== object) {
			// Cancelled or removed meanwhile: nothing else knows of the object.
			this.#session.queueDeletion(object);
			return ok(null);
		}
		const whole: ResumableUpload = {
			...present,
			whole: true,
			stored: object,
			reserved: 0,
			changedAt: this.#deps.now(),
		};
		this.#session.saveUpload(whole);
		this.#storeFile(whole, undefined);
		return ok(null);
	}

	/** An upload's status. Waits a moment for a writer that is still storing what arrived before its connection was lost. */
	async status(n: number): Promise<Result<UploadView, Problem>> {
		await this.#leases.waitForRelease(n, HEAD_PATIENCE_MS, this.#deps.setTimer);
		const finished = await this.#finishIfComplete(n);
		return finished.ok ? this.#view(n) : finished;
	}

	/** Ends an upload and removes its file. */
	async drop(n: number): Promise<Result<null, Problem>> {
		if (this.#uploads.get(n) === undefined) return refuse(this.#missing(n));
		this.#leases.end(n);
		if (n < 0) this.#session.dropUpload(n);
		else this.#session.execute({ type: "remove", target: { file: n } });
		await this.#session.settled();
		return ok(null);
	}

	/** Finishes complete uploads and drops expired ones. Returns whether any expired. */
	async onAlarm(): Promise<boolean> {
		const times = this.#times();
		const expired = expiredUploads(times);
		for (const n of expired) this.#expire(n);
		for (const { n } of [...times.finishable])
			if (this.#finishAt <= times.now) await this.#finishIfComplete(n);
		await this.#session.settled();
		return expired.length > 0;
	}

	#expire(n: number): void {
		const upload = this.#uploads.get(n);
		if (upload === undefined) return;
		const { announced, object } = upload;
		this.#leases.end(n);
		// If the file's bytes came by another way, only the unfinished upload goes.
		const isStored = this.#session.objectOf(n) !== undefined;
		if (n > 0 && !announced && !isStored) this.#session.execute({ type: "remove", target: { file: n } });
		this.#session.dropUpload(n);
		if (n < 0 || !announced || isStored) return;
		this.#session.execute({ type: "advance", file: n, stored: 0 });
		this.#session.execute({ type: "release", file: n, object });
	}

	/** Whether bytes of this file are being sent now. */
	isWritten(n: number): boolean {
		return this.#leases.isWritten(n, this.#deps.now());
	}

	/** When uploads need the actor awake; milliseconds since 1970. */
	wakeAt(): number | undefined {
		return uploadWakeTime(this.#times());
	}

	#times(): UploadTimes {
		const now = this.#deps.now();
		return {
			now,
			keepMs: this.#deps.keepMs,
			finishAt: this.#finishAt,
			waiting: this.#uploads.waiting(),
			finishable: this.#uploads.finishable(),
			isHeld: (n) => this.#leases.isHeld(n, now),
			isFinishing: (n) => this.#finishing.has(n),
		};
	}

	#missing(n: number): Problem {
		return missingUpload(n, this.#session);
	}
}
