import type { Change } from "../../../src/protocol/files/change.ts";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import { lazyDatabase, requestResult, transactionDone } from "./database.ts";

/** Raised when the format of the records changes; records of another version are ignored. */
const SCHEMA = 1;

/** Parsing stored text for this long at a time, in milliseconds, is not noticeable. */
const SLICE_MS = 8;

/** Position and owner of a stored state. Written in the same transaction as the state. */
export interface StoredHead {
	readonly session: string;
	readonly cursor: Cursor;
	/** When the last message from the server arrived, in milliseconds since 1970. */
	readonly at: number;
	/** Identifies this write; an incremental write names the one it builds on. */
	readonly stamp: string;
}

/** A stored state, as the changes that rebuild it. */
export interface StoredSession extends StoredHead {
	readonly changes: readonly Change[];
}

/** One write. */
export interface SessionWrite extends StoredHead {
	/** The write that the chunks build on; `undefined` if they are the whole state. */
	readonly basedOn: string | undefined;
	/** JSON by chunk; `undefined` for a chunk that is now empty. */
	readonly chunks: ReadonlyMap<number, string | undefined>;
}

/** Keeps the session's state across reloads. */
export interface LocalSessionStore {
	load(): Promise<StoredSession | undefined>;
	/** Resolves to `false` and writes nothing if the stored state is not the one that this write builds on. */
	save(write: SessionWrite): Promise<boolean>;
	clear(): Promise<void>;
}

const HEAD = "head";
const CHUNKS = "chunks";

interface HeadRow extends StoredHead {
	readonly schema: number;
}

/** A session store in IndexedDB. State and cursor share a transaction: after a crash both are old or both are new. */
export function createSessionStore(factory: IDBFactory, yieldToLoop: () => Promise<void>): LocalSessionStore {
	const database = lazyDatabase(factory, "darkroom-session", (created) => {
		created.createObjectStore(HEAD);
		created.createObjectStore(CHUNKS);
	});

	async function begin(mode: "readonly" | "readwrite") {
		const db = await database();
		// A write lost to a power cut only means more frames to catch up on, so it need not wait for the disk.
		const transaction = db.transaction([HEAD, CHUNKS], mode, { durability: "relaxed" });
		return { transaction, head: transaction.objectStore(HEAD), chunks: transaction.objectStore(CHUNKS) };
	}

	return {
		async load() {
			const { head, chunks } = await begin("readonly");
			const [row, texts] = await Promise.all([
				requestResult<HeadRow | undefined>(head.get(0)),
				requestResult<string[]>(chunks.getAll()),
			]);
			if (row?.schema !== SCHEMA) return undefined;
			const changes: Change[] = [];
			let until = performance.now() + SLICE_MS;
			for (const text of texts) {
				changes.push(...(JSON.parse(text) as Change[]));
				if (performance.now() < until) continue;
				await yieldToLoop();
				until = performance.now() + SLICE_MS;
			}
			const { session, cursor, at, stamp } = row;
			return { session, cursor, at, stamp, changes };
		},
		async save({ session, cursor, at, stamp, basedOn, chunks: texts }) {
			const { transaction, head, chunks } = await begin("readwrite");
			if (basedOn === undefined) chunks.clear();
			else {
				const row = await requestResult<HeadRow | undefined>(head.get(0));
				if (row?.stamp !== basedOn || row.schema !== SCHEMA) return false;
			}
			for (const [chunk, text] of texts)
				if (text === undefined) chunks.delete(chunk);
				else chunks.put(text, chunk);
			head.put({ schema: SCHEMA, session, cursor, at, stamp } satisfies HeadRow, 0);
			await transactionDone(transaction);
			return true;
		},
		async clear() {
			const { transaction, head, chunks } = await begin("readwrite");
			head.clear();
			chunks.clear();
			await transactionDone(transaction);
		},
	};
}
