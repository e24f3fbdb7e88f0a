import { Fetching } from "../../../src/actor/links/link-fetcher.ts";
import { requeueInterrupted } from "../../../src/actor/requeue-interrupted.ts";
import { Uploading } from "../../../src/actor/uploads/upload-manager.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { Loop } from "../../../src/session/session.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { BufferBudget } from "../../../src/writer/part-buffers.ts";
import { FakeUploadStore } from "./fake-upload-store.ts";
import { MemorySql } from "./memory-sql.ts";

interface Life {
	readonly loop: Loop;
	readonly fetching: Fetching;
	end(): void;
}

const DAY_MS = 24 * 3_600_000;

/** A session that fetches links from real servers, on SQLite in memory and a fake of R2. It can be killed at any moment. */
export class LinkWorld {
	readonly sql = new MemorySql();
	readonly store = new FakeUploadStore();
	readonly facts = new Map<number, Facts>();
	readonly time = { now: 1_790_000_000_000 };
	#life: Life;
	#names = 0;
	#work: Promise<void>[] = [];

	constructor() {
		createTables(this.sql);
		this.#life = this.#wake();
	}

	get loop(): Loop {
		return this.#life.loop;
	}

	#wake(): Life {
		let isAlive = true;
		const soon = (_ms: number, call: () => void) => {
			const timer = setImmediate(() => isAlive && call());
			return () => clearImmediate(timer);
		};
		const now = () => this.time.now;
		const loop = new Loop(
			{
				sql: this.sql,
				now,
				transaction: (work) => this.sql.transaction(work),
				later: soon,
				written() {},
			},
			"epoch",
		);
		const store = this.store;
		const uploading = new Uploading({ loop, store, keepMs: DAY_MS, now, later: soon, head() {} });
		const fetching = new Fetching({
			loop,
			uploading,
			store,
			budget: new BufferBudget(),
			policy: { allowPrivate: true },
			resolver: "",
			most: 1_000_000,
			ask: (url, init) => fetch(url, init),
			now,
			later: (ms, call) => {
				const timer = setTimeout(() => isAlive && call(), ms);
				return () => clearTimeout(timer);
			},
			random: () => 0,
			newObject: () => `object-${++this.#names}`,
			newToken: () => `writer-${++this.#names}`,
			save: (file, facts) => void this.facts.set(file, facts),
			keep: (work) => void this.#work.push(work),
			changed() {},
		});
		const end = () => {
			isAlive = false;
			loop.ended = true;
		};
		return { loop, fetching, end };
	}

	/** Names links of one batch; they are numbered from 1 on. */
	announce(...urls: string[]): void {
		const links = urls.map((url) => ({ url, host: "127.0.0.1", named: false }));
		const entries = urls.map((url) => ({ name: url.split("/").at(-1) ?? "", size: 0 }));
		this.loop.do({ type: "announce", key: "drop", entries, hash: urls.join(), links });
		this.loop.flush();
	}

	/** Begins what waits. */
	start(): void {
		this.#life.fetching.start();
	}

	/** Fetches until nothing is under way. */
	async settle(): Promise<void> {
		this.start();
		while (this.#work.length > 0) {
			const work = this.#work;
			this.#work = [];
			await Promise.all(work);
		}
		this.loop.flush();
	}

	/** The same again once the next try may begin, until there is none. */
	async settleForGood(): Promise<void> {
		await this.settle();
		for (let wish = this.wish(); wish !== undefined; wish = this.wish()) {
			this.time.now = Math.max(this.time.now, wish);
			await this.settle();
		}
	}

	/** When links want the actor awake. */
	wish(): number | undefined {
		return this.#life.fetching.wish();
	}

	/** Kills the actor: what was not written is lost. The next life looks after what the last one left. */
	kill(): void {
		this.#life.end();
		// Nobody hears of what the dead one goes on with.
		this.#work = [];
		this.#life = this.#wake();
		requeueInterrupted(this.loop, this.time.now);
		this.loop.flush();
	}

	file(n: number): FileRecord | undefined {
		return this.loop.model.state.files.get(n);
	}

	/** The bytes of a stored file. */
	bytes(n: number): Uint8Array | undefined {
		return this.store.objects.get(this.loop.model.objects.get(n) ?? "");
	}
}
