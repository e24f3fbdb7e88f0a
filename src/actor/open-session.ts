import type { Env } from "../env.ts";
import type { SessionInfo } from "../protocol/http/reply.ts";
import { Admission } from "../session/access/admission.ts";
import { GrantsTable } from "../session/access/grants-table.ts";
import { Shares } from "../session/access/shares.ts";
import { SessionIndexes } from "../session/indexes.ts";
import { DEFAULT_RETENTION_HOURS, DEFAULT_UPLOAD_HOURS, HOUR_MS } from "../session/limits.ts";
import { interruptedCommands } from "../session/queue/interrupted.ts";
import { Session } from "../session/session.ts";
import type { SessionStore } from "../session/store/session-store.ts";
import type { Tick } from "../session/stream/tick.ts";
import { AlarmHandler } from "./alarm/alarm-handler.ts";
import { createLinkFetcher } from "./links/create-link-fetcher.ts";
import { OwnerApi } from "./owner-api.ts";
import { type Platform, setTimer } from "./platform.ts";
import type { SavedRow } from "./saved-row.ts";
import { closeFinished } from "./sockets/dialect-socket.ts";
import { DIALECTS } from "./sockets/dialects.ts";
import { MissedMessages } from "./sockets/missed-messages.ts";
import { closeViewerSockets } from "./sockets/viewer-sockets.ts";
import { UploadManager } from "./uploads/upload-manager.ts";

/**
 * Everything that exists while a session is open: its rooms, joined to each other and to the platform. All of it is rebuilt from
 * the rows at every wake; the platform may evict it at any time.
 */
export class OpenSession {
	readonly session: Session;
	readonly store: SessionStore;
	readonly admission: Admission;
	readonly shares: Shares;
	readonly uploads: UploadManager;
	readonly alarm: AlarmHandler;
	readonly missedMessages: MissedMessages;
	readonly owner: OwnerApi;
	readonly row: SavedRow;
	readonly #platform: Platform;
	readonly #env: Env;

	constructor(platform: Platform, env: Env, store: SessionStore, row: SavedRow) {
		const { ctx, sql, cleaner, clock, multipart, photos, extractors, heads, heartbeat } = platform;
		this.#platform = platform;
		this.#env = env;
		this.store = store;
		this.row = row;
		const model = store.load(row.present.epoch);
		const indexes = new SessionIndexes(model, store.uploads);
		this.session = new Session({
			store,
			model,
			indexes,
			now: Date.now,
			setTimer,
			publish: (tick) => this.#publish(tick),
		});
		const grants = new GrantsTable(sql);
		this.admission = new Admission({
			grants,
			ownerHash: () => row.present.tokenHash,
			hasBatch: (batch) => this.session.state.batches.has(batch),
			now: Date.now,
		});
		this.shares = new Shares({
			grants,
			state: this.session.state,
			now: Date.now,
			closeSockets: (viewer) => closeViewerSockets(ctx, viewer),
		});
		this.uploads = new UploadManager({
			session: this.session,
			uploads: store.uploads,
			store: multipart,
			keepMs: hoursToMs(env.UPLOAD_HOURS, DEFAULT_UPLOAD_HOURS),
			now: Date.now,
			setTimer,
			cacheHead: (file, bytes) => heads.put(file, bytes),
		});
		this.missedMessages = new MissedMessages({
			sockets: (dialect) => ctx.getWebSockets(dialect),
			deliveredUpTo: () => row.present.deliveredUpTo ?? {},
			saveDeliveredUpTo: (deliveredUpTo) => row.save({ deliveredUpTo }),
		});
		const links = createLinkFetcher(env, {
			session: this.session,
			queue: indexes.linkQueue,
			uploads: store.uploads,
			uploadManager: this.uploads,
			store: multipart,
			saveFacts: (file, facts) => store.facts.save(file, facts),
			waitUntil: (work) => ctx.waitUntil(work),
			onWakeTimeChange: () => void this.alarm.ensureAlarm(),
		});
		this.alarm = new AlarmHandler({
			session: this.session,
			store,
			queue: indexes.readQueue,
			uploads: this.uploads,
			links,
			clock,
			cleaner,
			heartbeat,
			orphansCheckedAt: () => row.present.orphansCheckedAt ?? 0,
			saveOrphansCheckedAt: (at) => row.save({ orphansCheckedAt: at }),
			expiry: () => this.expiry(),
			reading: {
				setTimer,
				look: (file) => photos.look(this.session, file),
				readPhoto: (file, { head }, isWanted) => photos.read(this.session, store, file, head, isWanted),
				callExtractor: (call) => extractors.call(this.session, store, call),
			},
			onSliceEnd: () => this.#saveUsage(),
		});
		this.owner = new OwnerApi(this, platform);
		const { files } = this.session.state;
		const interrupted = indexes.linkQueue.inProgress();
		for (const command of interruptedCommands(files.values(), interrupted, store.uploads, Date.now()))
			this.session.execute(command);
	}

	/** Sends a written tick to every reader. */
	#publish(tick: Tick): void {
		const { ctx, heads, fanOut, readers } = this.#platform;
		heads.evict(tick.changes);
		fanOut.broadcast(this.session, tick);
		closeFinished(DIALECTS, (dialect) => ctx.getWebSockets(dialect), this.session.state);
		if (tick.frames.length === 0) readers.notifyGauges();
		else readers.notify();
		void this.alarm.ensureAlarm();
	}

	/** What the session is, for its owner. */
	info(): SessionInfo {
		const { ctx, usage } = this.#platform;
		return {
			id: ctx.id.toString(),
			openedAt: this.row.present.openedAt,
			expiresAt: this.expiry(),
			totals: this.session.state.totals,
			gauges: this.session.gauges(),
			usage: usage.since(this.row.present.usage),
		};
	}

	/** When the session expires; milliseconds since 1970. */
	expiry(): number {
		const last = Math.max(this.session.changedAt, this.row.present.openedAt);
		return last + hoursToMs(this.#env.RETENTION_HOURS, DEFAULT_RETENTION_HOURS);
	}

	#saveUsage(): void {
		const { usage } = this.#platform;
		const total = usage.since(this.row.present.usage);
		usage.reset();
		this.row.save({ usage: total });
	}
}

/** Milliseconds of a variable in hours; `otherwise`, in hours, when it is absent or not a number above 0. */
function hoursToMs(text: string, otherwise: number): number {
	const hours = Number(text);
	return (hours > 0 ? hours : otherwise) * HOUR_MS;
}
