import { LinkFetcher } from "../../../src/actor/links/link-fetcher.ts";
import { UploadManager } from "../../../src/actor/uploads/upload-manager.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { SessionIndexes } from "../../../src/session/indexes.ts";
import { interruptedCommands } from "../../../src/session/queue/interrupted.ts";
import { Session } from "../../../src/session/session.ts";
import type { Model } from "../../../src/session/state/model.ts";
import type { DeletionQueue } from "../../../src/session/store/deletion-queue.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { SessionStore } from "../../../src/session/store/session-store.ts";
import { BufferBudget } from "../../../src/writer/part-buffers.ts";
import { FakeUploadStore } from "./fake-upload-store.ts";
import { MemorySql } from "./memory-sql.ts";

interface Life {
	readonly session: Session;
	readonly model: Model;
	readonly rows: SessionStore;
	readonly fetching: LinkFetcher;
	end(): void;
	/** Requeues the files that the previous life was reading or fetching. */
	requeue(): void;
}

const DAY_MS = 24 * 3_600_000;

/** A session that fetches links from real servers, on in-memory SQLite and a fake R2. It can be killed at any moment. */
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

	get session(): Session {
		return this.#life.session;
	}

	get model(): Model {
		return this.#life.model;
	}

	get deletions(): DeletionQueue {
		return this.#life.rows.deletions;
	}

	#wake(): Life {
		let isAlive = true;
		const soon = (_ms: number, call: () => void) => {
			const timer = setImmediate(() => isAlive && call());
			return () => clearImmediate(timer);
		};
		const now = () => this.time.now;
		const rows = new SessionStore(this.sql, (work) => this.sql.transaction(work));
		const model = rows.load("epoch");
		const indexes = new SessionIndexes(model, rows.uploads);
		const session = new Session({ store: rows, model, indexes, now, setTimer: soon, publish() {} });
		const { store } = this;
		const { uploads } = rows;
		const uploadManager = new UploadManager({
			session,
			uploads,
			store,
			keepMs: DAY_MS,
			now,
			setTimer: soon,
			cacheHead() {},
		});
		const fetching = new LinkFetcher({
			session,
			queue: indexes.linkQueue,
			uploads,
			uploadManager,
			store,
			budget: new BufferBudget(),
			policy: { allowPrivate: true },
			resolver: "",
			maxBytes: 1_000_000,
			fetch: (url, init) => fetch(url, init),
			now,
			setTimer: (ms, call) => {
				const timer = setTimeout(() => isAlive && call(), ms);
				return () => clearTimeout(timer);
			},
			random: () => 0,
			newObject: () => `object-${++this.#names}`,
			newToken: () => `writer-${++this.#names}`,
			saveFacts: (file, facts) => void this.facts.set(file, facts),
			waitUntil: (work) => void this.#work.push(work),
			onWakeTimeChange() {},
		});
		const requeue = () => {
			const { files } = session.state;
			const links = indexes.linkQueue.inProgress();
			for (const command of interruptedCommands(files.values(), links, uploads, now()))
				session.execute(command);
		};
		const end = () => {
			isAlive = false;
			session.ended = true;
		};
		return { session, model, rows, fetching, end, requeue };
	}

	/** Announces links in one batch; they are numbered from 1. */
	announce(...urls: string[]): void {
		const links = urls.map((url) => ({ url, host: "127.0.0.1", named: false }));
		const entries = urls.map((url) => ({ name: url.split("/").at(-1) ?? "", size: 0 }));
		this.session.execute({ type: "announce", key: "drop", entries, hash: urls.join(), links });
		this.session.flush();
	}

	/** Starts fetching the links that are due. */
	start(): void {
		this.#life.fetching.start();
	}

	/** Fetches until nothing is in flight. */
	async settle(): Promise<void> {
		this.start();
		while (this.#work.length > 0) {
			const work = this.#work;
			this.#work = [];
			await Promise.all(work);
		}
		this.session.flush();
	}

	/** Repeats `settle`, advancing the clock to each retry, until no retry is due. */
	async settleForGood(): Promise<void> {
		await this.settle();
		for (let at = this.wakeAt(); at !== undefined; at = this.wakeAt()) {
			this.time.now = Math.max(this.time.now, at);
			await this.settle();
		}
	}

	/** When the link fetcher needs the actor awake. */
	wakeAt(): number | undefined {
		return this.#life.fetching.wakeAt();
	}

	/** Kills the actor: unwritten state is lost. The next life requeues interrupted work. */
	kill(): void {
		this.#life.end();
		// Work of the killed actor that is still running no longer counts.
		this.#work = [];
		this.#life = this.#wake();
		this.#life.requeue();
		this.session.flush();
	}

	file(n: number): FileRecord | undefined {
		return this.session.state.files.get(n);
	}

	/** A stored file's bytes. */
	bytes(n: number): Uint8Array | undefined {
		return this.store.objects.get(this.model.objects.get(n) ?? "");
	}
}
