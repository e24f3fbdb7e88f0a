import { nextAlarm, orphanCheckAt, type WakeTimes, wakeTimesOf } from "../../session/alarm/wake-times.ts";
import { ORPHAN_AGE_MS, SLICE_RESCUE_MS, UPLOAD_STALE_MS } from "../../session/limits.ts";
import type { ReadQueue } from "../../session/queue/read-queue.ts";
import { runSlice, type SliceDeps } from "../../session/queue/run-slice.ts";
import type { Session } from "../../session/session.ts";
import type { SessionStore } from "../../session/store/session-store.ts";
import type { LinkFetcher } from "../links/link-fetcher.ts";
import type { DialectHeartbeat } from "../sockets/dialect-heartbeat.ts";
import type { UploadManager } from "../uploads/upload-manager.ts";
import type { AlarmClock } from "./alarm-clock.ts";
import { hasDeletions, type StorageCleaner } from "./storage-cleaner.ts";

/** What the alarm takes care of. */
export interface AlarmHandlerDeps {
	readonly session: Session;
	readonly store: SessionStore;
	readonly queue: ReadQueue;
	readonly uploads: UploadManager;
	readonly links: LinkFetcher;
	readonly clock: AlarmClock;
	readonly cleaner: StorageCleaner;
	readonly heartbeat: DialectHeartbeat;
	/** When orphans were last collected; 0 for never. */
	orphansCheckedAt(): number;
	saveOrphansCheckedAt(at: number): void;
	/** When the session expires. */
	expiry(): number;
	/** Reads stored files. */
	readonly reading: Pick<SliceDeps, "look" | "readPhoto" | "callExtractor" | "setTimer">;
	/** A slice of work is over. */
	onSliceEnd(): void;
}

/** Everything that the alarm does for an open session, and when it must fire next. */
export class AlarmHandler {
	readonly #deps: AlarmHandlerDeps;
	#working = false;

	constructor(deps: AlarmHandlerDeps) {
		this.#deps = deps;
	}

	#wakeTimes(): WakeTimes {
		const { session, store, queue, uploads, links, heartbeat, orphansCheckedAt, expiry } = this.#deps;
		return wakeTimesOf({
			now: Date.now(),
			queue,
			working: this.#working,
			hasDeletions: hasDeletions(store),
			heartbeatAt: heartbeat.lastSentAt(),
			orphansAt: orphanCheckAt(session, orphansCheckedAt()),
			linksAt: links.wakeAt(),
			uploadsAt: uploads.wakeAt(),
			isWritten: (file) => uploads.isWritten(file),
			expiry: expiry(),
		});
	}

	/** Makes sure that the alarm fires in time for whatever is due next. */
	async ensureAlarm(): Promise<void> {
		await this.#deps.clock.ensure(this.#wakeTimes());
	}

	/** Does everything that is due. */
	async onAlarm(now: number): Promise<void> {
		const { session, store, queue, uploads, links, clock, cleaner, heartbeat } = this.#deps;
		heartbeat.send(now);
		links.start();
		this.#releaseStaleUploads(now);
		if (await uploads.onAlarm()) session.eraseHistory();
		await cleaner.drainDeletions(store);
		await this.#collectOrphans(now);
		if (queue.wakeAt(now) === now) await this.#work();
		if (!session.ended) await clock.set(nextAlarm(this.#wakeTimes()));
	}

	/** An upload that began and never ended has died with its Worker: its file is expected again. */
	#releaseStaleUploads(now: number): void {
		const { session, queue, uploads } = this.#deps;
		const stale: number[] = [];
		for (const { n, at } of queue.uploading()) {
			if (at + UPLOAD_STALE_MS > now) break;
			if (!uploads.isWritten(n)) stale.push(n);
		}
		for (const file of stale) {
			const object = session.incomingObjectOf(file);
			if (object !== undefined) session.execute({ type: "release", file, object });
		}
	}

	async #collectOrphans(now: number): Promise<void> {
		const { session, store, cleaner, orphansCheckedAt, saveOrphansCheckedAt } = this.#deps;
		const due = orphanCheckAt(session, orphansCheckedAt());
		if (session.ended || due === undefined || now < due) return;
		await cleaner.collectOrphans(session.objects(), store, now - ORPHAN_AGE_MS);
		saveOrphansCheckedAt(now);
	}

	/** One slice of work. The alarm is set first, so that it fires even if the slice kills this isolate. */
	async #work(): Promise<void> {
		if (this.#working) return;
		const { session, queue, clock, reading, onSliceEnd } = this.#deps;
		this.#working = true;
		await clock.set(Date.now() + SLICE_RESCUE_MS);
		try {
			await runSlice({
				now: Date.now,
				random: Math.random,
				queue,
				execute: (command) => session.execute(command).ok,
				settled: () => session.settled(),
				...reading,
			});
		} finally {
			this.#working = false;
		}
		if (session.ended) return;
		session.checkpointIfIdle();
		onSliceEnd();
	}
}
