import { UploadManager } from "../../../src/actor/uploads/upload-manager.ts";
import type { Problem } from "../../../src/protocol/problem.ts";
import type { Result } from "../../../src/protocol/result.ts";
import { SessionIndexes } from "../../../src/session/indexes.ts";
import type {
	UploadStep,
	UploadView,
	WantedUpload,
	WriteGrant,
} from "../../../src/session/rules/upload-protocol.ts";
import { Session } from "../../../src/session/session.ts";
import type { Model } from "../../../src/session/state/model.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { SessionStore } from "../../../src/session/store/session-store.ts";
import type { UploadLookup } from "../../../src/session/store/upload-table.ts";
import { BufferBudget } from "../../../src/writer/part-buffers.ts";
import { PartWriter } from "../../../src/writer/part-writer.ts";
import type { BodyDigest } from "../../../src/writer/part-writer-deps.ts";
import { FakeUploadStore } from "./fake-upload-store.ts";
import { MemorySql } from "./memory-sql.ts";

/** The actor's memory between a wake and a kill. */
interface Life {
	readonly session: Session;
	readonly model: Model;
	readonly rows: SessionStore;
	readonly manager: UploadManager;
	readonly died: Promise<never>;
	end(): void;
}

const DAY_MS = 24 * 3_600_000;

/** Waits one turn of the event loop. */
export function turn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Resumable uploads without the platform: the actor's rules on in-memory SQLite, a fake R2, and writers as the Worker
 * runs them. The actor can be killed at any moment, while the writers of its previous life keep running.
 */
export class UploadWorld {
	readonly sql = new MemorySql();
	readonly store = new FakeUploadStore();
	readonly time = { now: 1_790_000_000_000 };
	/** Awaited before and after each call from a writer to the actor, so that a test can delay or stop it. */
	gate: () => Promise<void> = async () => {};
	/** Whether writers may die without ending their upload. */
	mayDie = false;
	#life: Life;
	#writers = 0;

	constructor() {
		createTables(this.sql);
		this.#life = this.#wake();
	}

	#wake(): Life {
		let isAlive = true;
		const died = Promise.withResolvers<never>();
		died.promise.catch(() => {});
		const setTimer = (_ms: number, call: () => void) => {
			const timer = setImmediate(() => isAlive && call());
			return () => clearImmediate(timer);
		};
		const now = () => this.time.now;
		const rows = new SessionStore(this.sql, (work) => this.sql.transaction(work));
		const model = rows.load("epoch");
		const indexes = new SessionIndexes(model, rows.uploads);
		const session = new Session({ store: rows, model, indexes, now, setTimer, publish() {} });
		const manager = new UploadManager({
			session,
			uploads: rows.uploads,
			store: this.store,
			keepMs: DAY_MS,
			now,
			setTimer,
			cacheHead() {},
		});
		const end = () => {
			isAlive = false;
			session.ended = true;
			died.reject(new Error("the actor was killed"));
		};
		return { session, model, rows, manager, died: died.promise, end };
	}

	/** Kills the actor: unwritten state is lost, and pending calls are rejected. */
	kill(): void {
		this.#life.end();
		this.#life = this.#wake();
	}

	/** When uploads need the actor awake. */
	wakeAt(): number | undefined {
		return this.#life.manager.wakeAt();
	}

	/** Fires the alarm. */
	fireAlarm(): Promise<boolean> {
		return this.#life.manager.onAlarm();
	}

	get session(): Session {
		return this.#life.session;
	}

	get model(): Model {
		return this.#life.model;
	}

	get uploads(): UploadLookup {
		return this.#life.rows.uploads;
	}

	/** A call to the actor that may be lost in either direction. */
	async #call<Value>(work: (manager: UploadManager) => Promise<Value>): Promise<Value> {
		await this.gate();
		const { manager, died } = this.#life;
		const value = await Promise.race([work(manager), died]);
		await this.gate();
		return value;
	}

	/** Creates an upload with a small part size, so that it has many parts. */
	async create(wanted: Partial<WantedUpload>, partSize: number): Promise<number> {
		const all: WantedUpload = {
			to: { key: "drop", entry: { name: "a.bin", size: wanted.length ?? 0 } },
			length: null,
			metadata: "",
			object: "object",
			concat: null,
			writer: null,
			...wanted,
		};
		const created = await this.#life.manager.create(all);
		if (!created.ok) throw new Error(created.problem.detail);
		const { id } = created.value.view;
		const upload = this.uploads.get(id);
		if (upload) this.session.saveUpload({ ...upload, partSize });
		this.session.flush();
		return id;
	}

	see(id: number): Promise<Result<UploadView, Problem>> {
		return this.#call((manager) => manager.status(id));
	}

	lease(id: number, offset: number, unproven: number | null = null): Promise<Result<WriteGrant, Problem>> {
		const token = `writer-${++this.#writers}`;
		return this.#call((manager) => manager.lease(id, { token, unproven }, offset, null));
	}

	/** Writes a body as the Worker does. `diesAfter`: reports to the actor after which the writer goes silent. */
	write(
		grant: WriteGrant,
		body: AsyncIterable<Uint8Array>,
		digest?: BodyDigest,
		diesAfter = Number.POSITIVE_INFINITY,
	): Promise<Result<UploadView, Problem>> {
		let reports = 0;
		const deps = {
			store: this.store,
			budget: new BufferBudget(),
			advance: (step: UploadStep): Promise<Result<UploadView, Problem>> => {
				if (reports++ >= diesAfter) return new Promise(() => {});
				return this.#call((manager) => manager.advance(grant.view.id, grant.token, step));
			},
			sha256: async () => "",
			wait: turn,
		};
		return new PartWriter(grant, deps, digest, null).write(body);
	}

	/** Deletes the objects that the session has queued for deletion, as the actor does in the background. */
	async sweep(): Promise<void> {
		this.session.flush();
		for (const { id, entries } of this.#life.rows.deletions.pending()) {
			for (const item of entries)
				await (typeof item === "string" ? this.store.remove(item) : this.store.discard(item));
			this.#life.rows.deletions.confirmDeleted(id);
		}
	}
}
