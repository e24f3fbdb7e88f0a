import type { Env } from "../env.ts";
import { VectorIndex } from "../model/vector-index.ts";
import { workersAi } from "../model/workers-ai.ts";
import type { SessionInfo } from "../protocol/http/reply.ts";
import type { Problem } from "../protocol/problem.ts";
import { type Result, refuse } from "../protocol/result.ts";
import { CLOSE } from "../protocol/stream/stream-message.ts";
import {
	DEFAULT_RETENTION_HOURS,
	DEFAULT_UPLOAD_HOURS,
	LATE_PURGE_MS,
	TRASH_RETRY_MS,
} from "../session/limits.ts";
import { Loop, type Tick } from "../session/session.ts";
import { saveFacts } from "../session/store/facts-table.ts";
import { createTables, hasTables } from "../session/store/schema.ts";
import {
	type Identity,
	loadIdentity,
	NO_SESSION,
	STATE_SHAPE,
	saveIdentity,
} from "../session/store/session-row.ts";
import { FanOut } from "../session/stream/fan-out.ts";
import type { Listener } from "../session/stream/socket-attachment.ts";
import { Readers } from "../session/stream/waiting-readers.ts";
import { BlobStore } from "../storage/blob-store.ts";
import { MultipartStore } from "../storage/multipart.ts";
import { Access } from "./access.ts";
import { AlarmClock } from "./alarm/alarm-clock.ts";
import { Duties } from "./alarm/alarm-handler.ts";
import { CountedSql } from "./counted-sql.ts";
import { hoursToMs } from "./hours.ts";
import { fetchingOf } from "./links/create-link-fetcher.ts";
import { freshEpoch } from "./new-epoch.ts";
import { Heads } from "./reading/head-cache.ts";
import { Meanings } from "./reading/semantic-index.ts";
import { SessionReader } from "./reading/session-reader.ts";
import { rereadForCaptions } from "./reading/sidecar-captions.ts";
import { requeueInterrupted } from "./requeue-interrupted.ts";
import { later } from "./set-timer.ts";
import { Openings } from "./sockets/connection-recorder.ts";
import { Heartbeat } from "./sockets/dialect-heartbeat.ts";
import { closeFinished } from "./sockets/dialect-socket.ts";
import { DIALECTS } from "./sockets/dialects.ts";
import { Deliveries } from "./sockets/missed-messages.ts";
import { Sweep } from "./storage-cleaner.ts";
import { Uploading } from "./uploads/upload-manager.ts";
import { Spending } from "./usage-meter.ts";

/**
 * Keeps one session: builds the ports that its loop needs of the platform, joins the rooms, lets callers in and
 * ends. Nothing in its memory but what a wake builds again.
 */
export class Keeper {
	readonly sql: CountedSql;
	readonly readers = new Readers();
	readonly heads = new Heads();
	readonly deliveries: Deliveries;
	readonly fanOut: FanOut;
	readonly access: Access;
	readonly meanings: Meanings;
	readonly openings: Openings;
	readonly #ctx: DurableObjectState;
	readonly #env: Env;
	readonly #clock: AlarmClock;
	readonly #blobs: BlobStore;
	readonly #store: MultipartStore;
	readonly #sweep: Sweep;
	readonly #reader: SessionReader;
	readonly #heartbeat: Heartbeat;
	readonly #spending: Spending;
	#identity: Identity | undefined;
	#loop: Loop | undefined;
	#uploading: Uploading | undefined;
	#duties: Duties | undefined;

	constructor(ctx: DurableObjectState, env: Env) {
		this.#ctx = ctx;
		this.#env = env;
		this.sql = new CountedSql(ctx.storage.sql);
		this.#clock = new AlarmClock(ctx.storage);
		this.#spending = new Spending(this.sql, this.#clock);
		this.#blobs = new BlobStore(env.BUCKET, ctx.id.toString());
		this.#store = new MultipartStore(env.BUCKET, ctx.id.toString());
		this.#heartbeat = new Heartbeat(ctx, DIALECTS);
		this.deliveries = new Deliveries({
			sockets: (dialect) => ctx.getWebSockets(dialect),
			told: () => this.#identity?.told ?? {},
			keepTold: (told) => this.#identify({ told }),
		});
		const ask = workersAi(env.AI);
		const vectors = ask && env.VECTORIZE && new VectorIndex(ask, env.VECTORIZE, ctx.id.toString());
		this.meanings = new Meanings(this.sql, vectors);
		this.#sweep = new Sweep(this.#blobs, this.#store, this.meanings);
		this.#reader = new SessionReader({
			sql: this.sql,
			blobs: this.#blobs,
			heads: this.heads,
			spending: this.#spending,
			model: ask,
			meanings: this.meanings,
			transaction: (work) => ctx.storage.transactionSync(work),
		});
		this.openings = new Openings(env.CONNECTIONS);
		this.access = new Access({
			ctx,
			sql: this.sql,
			now: Date.now,
			present: () => this.#present(),
			identify: (more) => this.#identify(more),
		});
		this.fanOut = new FanOut({
			sockets: () => ctx.getWebSockets(),
			now: Date.now,
			later,
			translate: (listener, tick) => this.#translate(listener, tick),
		});
		if (!hasTables(this.sql)) return;
		// A session from before a table was added gets it now.
		createTables(this.sql);
		this.#identity = loadIdentity(this.sql);
		if (this.#identity === undefined) return;
		this.openings.load(this.#identity.connections);
		// What readers folded from frames of another shape is not what they would fold now: they begin anew.
		if (this.#identity.shape !== STATE_SHAPE)
			this.#identify({ epoch: freshEpoch(Date.now()), shape: STATE_SHAPE });
		this.#loop = this.#wake(this.#identity.epoch);
		requeueInterrupted(this.#loop, Date.now());
		void this.arrangeAlarm();
	}

	#wake(epoch: string): Loop {
		const ports = {
			sql: this.sql,
			now: Date.now,
			transaction: (work: () => void) => this.#ctx.storage.transactionSync(work),
			later,
			written: (tick: Tick) => this.#tell(tick),
		};
		const loop = new Loop(ports, epoch);
		this.#uploading = new Uploading({
			loop,
			store: this.#store,
			keepMs: hoursToMs(this.#env.UPLOAD_HOURS, DEFAULT_UPLOAD_HOURS),
			now: Date.now,
			later,
			head: (file, bytes) => this.heads.keep(file, bytes),
		});
		this.#duties = this.#dutiesOf(loop, this.#uploading);
		return loop;
	}

	#dutiesOf(loop: Loop, uploading: Uploading): Duties {
		return new Duties({
			loop,
			uploading,
			fetching: fetchingOf(this.#env, {
				loop,
				uploading,
				store: this.#store,
				save: (file, facts) => saveFacts(this.sql, file, facts),
				keep: (work) => this.#ctx.waitUntil(work),
				changed: () => void this.arrangeAlarm(),
			}),
			clock: this.#clock,
			sweep: this.#sweep,
			heartbeat: this.#heartbeat,
			sweptAt: () => this.#identity?.sweptAt ?? 0,
			swept: (at) => this.#identify({ sweptAt: at }),
			expiry: () => this.#expiry(),
			read: (file, until) => this.#reader.read(loop, file, until),
			rested: () => this.#saveUsage(),
		});
	}

	#tell(tick: Tick): void {
		const loop = this.#loop;
		if (loop === undefined) return;
		this.heads.forget(tick.changes);
		rereadForCaptions(loop, tick.changes);
		this.fanOut.tell(loop, tick);
		closeFinished(DIALECTS, (dialect) => this.#ctx.getWebSockets(dialect), loop.model.state);
		if (tick.frames.length === 0) this.readers.glance();
		else this.readers.wake();
		void this.arrangeAlarm();
	}

	#translate(listener: Listener, tick: Tick): readonly string[] {
		const dialect = listener.waits ? undefined : DIALECTS.get(listener.dialect);
		const state = this.#loop?.model.state;
		if (dialect === undefined || state === undefined) return [];
		return dialect.translate(listener.key ?? "", tick.changes, state, Date.now());
	}

	/** The loop of this session, for sockets that were let in before; `undefined` when it is no session any more. */
	get loop(): Loop | undefined {
		return this.#loop;
	}

	#present(): { loop: Loop; identity: Identity } | undefined {
		const [loop, identity] = [this.#loop, this.#identity];
		return loop && identity && !identity.ended ? { loop, identity } : undefined;
	}

	/** Lets a caller in who proves the credential, to the resumable uploads. What they free is removed behind the answer. */
	async upload<Value>(
		proof: string,
		work: (uploading: Uploading) => Promise<Result<Value, Problem>>,
	): Promise<Result<Value, Problem>> {
		const entered = this.access.enter(proof);
		if (!entered.ok || this.#uploading === undefined) return entered.ok ? refuse(NO_SESSION) : entered;
		const result = await work(this.#uploading);
		this.#ctx.waitUntil(this.emptyTrash(entered.value));
		void this.arrangeAlarm();
		return result;
	}

	/** Makes this actor a session, in an epoch of its own: no cursor of an earlier life is taken for one of this. */
	open(proof: string): Loop {
		createTables(this.sql);
		const epoch = freshEpoch(Date.now());
		this.#identity = {
			proof,
			epoch,
			shape: STATE_SHAPE,
			openedAt: Date.now(),
			usage: { rowsWritten: 0, bytesRead: 0, reads: 0 },
		};
		saveIdentity(this.sql, this.#identity);
		this.#loop = this.#wake(epoch);
		void this.arrangeAlarm();
		return this.#loop;
	}

	/** What the session is, for its owner. */
	info(loop: Loop): SessionInfo {
		return {
			id: this.#ctx.id.toString(),
			openedAt: this.#identity?.openedAt ?? 0,
			expiresAt: this.#expiry(),
			totals: loop.model.state.totals,
			gauges: loop.gauges(),
			usage: this.#spending.since(this.#identity?.usage),
		};
	}

	#saveUsage(): void {
		const usage = this.#spending.since(this.#identity?.usage);
		this.#spending.restart();
		this.#identify({ usage });
	}

	#identify(more: Partial<Identity>): void {
		if (this.#identity === undefined) return;
		this.#identity = { ...this.#identity, connections: this.openings.statistics, ...more };
		saveIdentity(this.sql, this.#identity);
	}

	#expiry(): number {
		const last = Math.max(this.#loop?.changedAt ?? 0, this.#identity?.openedAt ?? 0);
		return last + hoursToMs(this.#env.RETENTION_HOURS, DEFAULT_RETENTION_HOURS);
	}

	/** Sets the alarm to what is wanted next. */
	async arrangeAlarm(): Promise<void> {
		await this.#duties?.arrangeAlarm();
	}

	/** Does everything whose time has come. */
	async ring(): Promise<void> {
		this.#clock.rung();
		const now = Date.now();
		// No session any more: what was on its way to storage when it ended lies there now, and nobody else knows of it.
		if (this.#identity === undefined) return this.#blobs.purge();
		if (this.#identity.ended || now >= this.#expiry()) return this.end();
		await this.#duties?.do(now);
	}

	/** Removes the objects of files that are gone. What storage refuses stays on the list for the alarm. */
	emptyTrash(loop: Loop): Promise<void> {
		return this.#sweep.empty(loop);
	}

	/** Removes everything. Marked first: a crash in the middle is finished by the alarm, and nobody gets in again. */
	async end(): Promise<void> {
		if (this.#identity === undefined) return;
		this.#identify({ ended: true });
		await this.#clock.set(Date.now() + TRASH_RETRY_MS);
		for (const socket of this.#ctx.getWebSockets())
			socket.close(CLOSE.sessionEnded, "the session was removed");
		// Marked before anything is awaited: whoever still holds the loop writes nothing more.
		const loop = this.#loop ?? this.#wake(this.#identity.epoch);
		loop.flush();
		loop.ended = true;
		this.#loop = undefined;
		this.#uploading = undefined;
		this.#duties = undefined;
		this.readers.wake();
		await this.#sweep.all(loop);
		this.#identity = undefined;
		await this.#ctx.storage.deleteAll();
		this.#clock.rung();
		await this.#clock.set(Date.now() + LATE_PURGE_MS);
	}
}
