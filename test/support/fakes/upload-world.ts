import { Uploading } from "../../../src/actor/uploads/upload-manager.ts";
import type { Problem } from "../../../src/protocol/problem.ts";
import type { Result } from "../../../src/protocol/result.ts";
import type { Grant, Step, UploadView, WantedUpload } from "../../../src/session/rpc/upload-rpc.ts";
import { Loop } from "../../../src/session/session.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { BufferBudget } from "../../../src/writer/part-buffers.ts";
import { PartWriter } from "../../../src/writer/part-writer.ts";
import type { Proof } from "../../../src/writer/writer-ports.ts";
import { FakeUploadStore } from "./fake-upload-store.ts";
import { MemorySql } from "./memory-sql.ts";

/** One life of the actor: what it holds in memory is gone with it. */
interface Life {
	readonly loop: Loop;
	readonly uploading: Uploading;
	readonly died: Promise<never>;
	end(): void;
}

const DAY_MS = 24 * 3_600_000;

/** Lets everything else that can run do so once. */
export function turn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/**
 * The whole of a resumable upload without a platform: the actor's rules on SQLite in memory, a fake of R2, and writers as
 * the Worker runs them. The actor can be killed at any moment, and writers be left running as the dead ones they are.
 */
export class UploadWorld {
	readonly sql = new MemorySql();
	readonly store = new FakeUploadStore();
	readonly time = { now: 1_790_000_000_000 };
	/** Where each call between a writer and the actor may be slowed or stopped. */
	gate: () => Promise<void> = async () => {};
	/** Whether writers may die for good. */
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
		const later = (_ms: number, call: () => void) => {
			const timer = setImmediate(() => isAlive && call());
			return () => clearImmediate(timer);
		};
		const ports = {
			sql: this.sql,
			now: () => this.time.now,
			transaction: (work: () => void) => this.sql.transaction(work),
			later,
			written() {},
		};
		const loop = new Loop(ports, "epoch");
		const uploading = new Uploading({
			loop,
			store: this.store,
			keepMs: DAY_MS,
			now: ports.now,
			later,
			head() {},
		});
		const end = () => {
			isAlive = false;
			loop.ended = true;
			died.reject(new Error("the actor was killed"));
		};
		return { loop, uploading, died: died.promise, end };
	}

	/** Kills the actor: what was not written is lost, and whoever waits for an answer gets none. */
	kill(): void {
		this.#life.end();
		this.#life = this.#wake();
	}

	/** When uploads want the actor awake. */
	wish(): number | undefined {
		return this.#life.uploading.wish();
	}

	/** The alarm rings. */
	ring(): Promise<boolean> {
		return this.#life.uploading.ring();
	}

	get loop(): Loop {
		return this.#life.loop;
	}

	/** A call over the line to the actor, which either may lose. */
	async #call<Value>(work: (uploading: Uploading) => Promise<Value>): Promise<Value> {
		await this.gate();
		const { uploading, died } = this.#life;
		const value = await Promise.race([work(uploading), died]);
		await this.gate();
		return value;
	}

	/** A new upload, with parts small enough to have many of them. */
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
		const created = await this.#life.uploading.create(all);
		if (!created.ok) throw new Error(created.problem.detail);
		const { id } = created.value.view;
		const upload = this.loop.uploads.get(id);
		if (upload) this.loop.putUpload({ ...upload, partSize });
		this.loop.flush();
		return id;
	}

	see(id: number): Promise<Result<UploadView, Problem>> {
		return this.#call((uploading) => uploading.see(id));
	}

	lease(id: number, offset: number, unproven: number | null = null): Promise<Result<Grant, Problem>> {
		const token = `writer-${++this.#writers}`;
		return this.#call((uploading) => uploading.lease(id, { token, unproven }, offset, null));
	}

	/** Writes a body as the Worker does; one that dies says nothing more after so many tellings. */
	write(
		grant: Grant,
		body: AsyncIterable<Uint8Array>,
		proof?: Proof,
		diesAfter = Number.POSITIVE_INFINITY,
	): Promise<Result<UploadView, Problem>> {
		let told = 0;
		const ports = {
			store: this.store,
			budget: new BufferBudget(),
			advance: (step: Step): Promise<Result<UploadView, Problem>> => {
				if (told++ >= diesAfter) return new Promise(() => {});
				return this.#call((uploading) => uploading.advance(grant.view.id, grant.token, step));
			},
			sha256: async () => "",
			wait: turn,
		};
		return new PartWriter(grant, ports, proof, null).write(body);
	}

	/** Removes what the session has given up, as the actor does behind its answers. */
	async sweep(): Promise<void> {
		this.loop.flush();
		for (const { id, objects } of this.loop.trash.list()) {
			for (const item of objects)
				await (typeof item === "string" ? this.store.remove(item) : this.store.discard(item));
			this.loop.trash.strike(id);
		}
	}
}
