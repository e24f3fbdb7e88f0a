import type { Env } from "../env.ts";
import type { SessionInfo } from "../protocol/http/reply.ts";
import type { Problem } from "../protocol/problem.ts";
import { type Result, refuse } from "../protocol/result.ts";
import { CLOSE } from "../protocol/stream/stream-message.ts";
import type { Viewer } from "../session/access/access-rules.ts";
import { DELETION_RETRY_MS, LATE_PURGE_MS } from "../session/limits.ts";
import { createTables, hasTables } from "../session/store/schema.ts";
import { loadSessionRow, NO_SESSION, type SessionRow, STATE_SHAPE } from "../session/store/session-row.ts";
import { SessionStore } from "../session/store/session-store.ts";
import { ViewerApi } from "../session/viewer-api.ts";
import { type Checked, checked } from "./guarded.ts";
import { OpenSession } from "./open-session.ts";
import type { OwnerApi } from "./owner-api.ts";
import { Platform } from "./platform.ts";
import { SavedRow } from "./saved-row.ts";
import { openStream } from "./sockets/open-stream.ts";
import { refusalResponse } from "./sockets/refusal-response.ts";

/** The states of an actor: never opened or removed (`none`), open, or being removed (`ended`). */
type Lifecycle =
	| { readonly is: "none" }
	| { readonly is: "open"; readonly open: OpenSession }
	| { readonly is: "ended"; readonly store: SessionStore };

/** What `owner` hands to the work of an admitted owner. */
export interface OwnerContext {
	readonly open: OpenSession;
	readonly owner: OwnerApi;
}

type Work<Context, Value> = (context: Context) => Result<Value, Problem> | Promise<Result<Value, Problem>>;

/**
 * One actor's life: opens its session, wakes it, admits callers, and removes it. Everything in memory can be rebuilt from the
 * rows; the platform may evict the object at any time.
 */
export class SessionRuntime {
	readonly platform: Platform;
	readonly #env: Env;
	#lifecycle: Lifecycle = { is: "none" };

	constructor(ctx: DurableObjectState, env: Env) {
		this.#env = env;
		this.platform = new Platform(ctx, env);
		const { sql, connections } = this.platform;
		if (!hasTables(sql)) return;
		createTables(sql);
		const present = loadSessionRow(sql);
		if (present === undefined) return;
		connections.load(present.connections);
		if (present.ended) this.#lifecycle = { is: "ended", store: this.#newStore() };
		else void this.#wake(present).alarm.ensureAlarm();
	}

	/** The open session, for sockets that were admitted before; `undefined` when there is none any more. */
	get open(): OpenSession | undefined {
		return this.#lifecycle.is === "open" ? this.#lifecycle.open : undefined;
	}

	#newStore(): SessionStore {
		return new SessionStore(this.platform.sql, (work) => this.platform.transaction(work));
	}

	#wake(present: SessionRow): OpenSession {
		const { sql, connections } = this.platform;
		const row = new SavedRow(sql, present, () => connections.statistics);
		// Readers may have folded the frames of another shape differently: a new epoch makes them start from a snapshot.
		if (present.shape !== STATE_SHAPE) row.save({ epoch: newEpoch(Date.now()), shape: STATE_SHAPE });
		const open = new OpenSession(this.platform, this.#env, this.#newStore(), row);
		this.#lifecycle = { is: "open", open };
		return open;
	}

	/** Makes this actor a session, in an epoch of its own: no cursor of an earlier opening is valid in this one. */
	start(tokenHash: string): { info: SessionInfo; cursor: string } {
		const { sql } = this.platform;
		createTables(sql);
		const row: SessionRow = {
			tokenHash,
			epoch: newEpoch(Date.now()),
			shape: STATE_SHAPE,
			openedAt: Date.now(),
			usage: { rowsWritten: 0, bytesRead: 0, reads: 0 },
		};
		const open = this.#wake(row);
		open.row.save({});
		void open.alarm.ensureAlarm();
		return { info: open.info(), cursor: open.session.cursor };
	}

	/** Runs `work` for the owner of the session, and refuses anyone else. */
	owner<Value>(tokenHash: string, work: Work<OwnerContext, Value>): Checked<Result<Value, Problem>> {
		return checked(
			(async () => {
				const { open } = this;
				if (open === undefined) return refuse(NO_SESSION);
				const admitted = open.admission.owner(tokenHash);
				return admitted.ok ? work({ open, owner: open.owner }) : admitted;
			})(),
		);
	}

	/** Runs `work` for the owner or a share; the access rules decide what of the session it sees. Refuses anyone else. */
	viewer<Value>(
		tokenHash: string,
		work: (api: ViewerApi, viewer: Viewer, open: OpenSession) => Result<Value, Problem>,
	): Checked<Result<Value, Problem>> {
		return checked(
			(async () => {
				const { open } = this;
				if (open === undefined) return refuse(NO_SESSION);
				const admitted = open.admission.viewer(tokenHash);
				if (!admitted.ok) return admitted;
				return work(new ViewerApi(open.session, open.store, admitted.value), admitted.value, open);
			})(),
		);
	}

	/** Opens the stream, which admits its reader itself: by a token, or by a ticket. */
	async stream(request: Request): Promise<Response> {
		const { open } = this;
		return open ? openStream(request, this.platform, open) : refusalResponse(NO_SESSION);
	}

	/** Does everything that is due. */
	async onAlarm(): Promise<void> {
		const { clock, blobs } = this.platform;
		clock.onFired();
		const now = Date.now();
		switch (this.#lifecycle.is) {
			case "none":
				// Bytes that were on their way to storage when the session was removed may have arrived since.
				return blobs.removeAll();
			case "ended":
				return this.end();
			case "open": {
				const { open } = this.#lifecycle;
				return now >= open.expiry() ? this.end() : open.alarm.onAlarm(now);
			}
		}
	}

	/** Removes everything. The row is marked first: a crash in the middle is finished by the alarm, and nobody is admitted again. */
	async end(): Promise<void> {
		const { ctx, clock, readers, cleaner } = this.platform;
		if (this.#lifecycle.is === "none") return;
		if (this.#lifecycle.is === "open") this.#lifecycle.open.row.save({ ended: true });
		await clock.set(Date.now() + DELETION_RETRY_MS);
		for (const socket of ctx.getWebSockets()) socket.close(CLOSE.sessionEnded, "the session was removed");
		const store = this.#endSession();
		readers.notify();
		await cleaner.removeEverything(store);
		this.#lifecycle = { is: "none" };
		await ctx.storage.deleteAll();
		clock.onFired();
		await clock.set(Date.now() + LATE_PURGE_MS);
	}

	/** Ends the open session, if there is one, before anything else is awaited: code that still holds it writes nothing more. */
	#endSession(): SessionStore {
		const lifecycle = this.#lifecycle;
		if (lifecycle.is === "none") return this.#newStore();
		if (lifecycle.is === "ended") return lifecycle.store;
		const { session, store } = lifecycle.open;
		session.flush();
		session.ended = true;
		this.#lifecycle = { is: "ended", store };
		return store;
	}
}

/** An epoch that no other session, and no earlier opening of this one, has ever had: their cursors must not be valid here. */
function newEpoch(now: number): string {
	const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
	return `${now.toString(36)}${random.toString(36)}`;
}
