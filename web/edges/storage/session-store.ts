import type { Change } from "../../../src/protocol/files/change.ts";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import { databaseAt, done, request } from "./database.ts";

/** Raised whenever records are written differently; what an older page wrote is then as good as nothing. */
const SCHEMA = 1;

/** Reading stored text in one piece of this length, in milliseconds, is felt by nobody. */
const SLICE_MS = 8;

/** Where a stored state stands, and of which session it is. Written with the state in one transaction, or not at all. */
export interface StoredHead {
	readonly session: string;
	readonly cursor: Cursor;
	/** When the server spoke last, in milliseconds since 1970. */
	readonly at: number;
	/** Names this write: whoever wants to add to it says which one it knows. */
	readonly stamp: string;
}

/** A state out of storage, as the changes that build it. */
export interface StoredSession extends StoredHead {
	readonly changes: readonly Change[];
}

/** What is to be written. */
export interface SessionWrite extends StoredHead {
	/** The write that the chunks are relative to; `undefined` when they are everything. */
	readonly onTopOf: string | undefined;
	/** Text by chunk; `undefined` for a chunk in which nothing is left. */
	readonly chunks: ReadonlyMap<number, string | undefined>;
}

/** The session's state between two lives of the page. */
export interface SessionStore {
	load(): Promise<StoredSession | undefined>;
	/** Answers `false`, and writes nothing, when the stored state is not the one that this adds to. */
	save(write: SessionWrite): Promise<boolean>;
	clear(): Promise<void>;
}

const HEAD = "head";
const CHUNKS = "chunks";

interface HeadRow extends StoredHead {
	readonly schema: number;
}

/** The store over IndexedDB. Its transactions make state and cursor one thing: a crash leaves both old or both new. */
export function createSessionStore(factory: IDBFactory, breathe: () => Promise<void>): SessionStore {
	const database = databaseAt(factory, "darkroom-session", (fresh) => {
		fresh.createObjectStore(HEAD);
		fresh.createObjectStore(CHUNKS);
	});

	async function begin(mode: "readonly" | "readwrite") {
		const db = await database();
		// A write that a power cut undoes costs nothing but a longer tail, so it need not wait for the disk.
		const work = db.transaction([HEAD, CHUNKS], mode, { durability: "relaxed" });
		return { work, head: work.objectStore(HEAD), chunks: work.objectStore(CHUNKS) };
	}

	return {
		async load() {
			const { head, chunks } = await begin("readonly");
			const [row, texts] = await Promise.all([
				request<HeadRow | undefined>(head.get(0)),
				request<string[]>(chunks.getAll()),
			]);
			if (row?.schema !== SCHEMA) return undefined;
			const changes: Change[] = [];
			let until = performance.now() + SLICE_MS;
			for (const text of texts) {
				changes.push(...(JSON.parse(text) as Change[]));
				if (performance.now() < until) continue;
				await breathe();
				until = performance.now() + SLICE_MS;
			}
			const { session, cursor, at, stamp } = row;
			return { session, cursor, at, stamp, changes };
		},
		async save({ session, cursor, at, stamp, onTopOf, chunks: texts }) {
			const { work, head, chunks } = await begin("readwrite");
			if (onTopOf === undefined) chunks.clear();
			else {
				const row = await request<HeadRow | undefined>(head.get(0));
				if (row?.stamp !== onTopOf || row.schema !== SCHEMA) return false;
			}
			for (const [chunk, text] of texts)
				if (text === undefined) chunks.delete(chunk);
				else chunks.put(text, chunk);
			head.put({ schema: SCHEMA, session, cursor, at, stamp } satisfies HeadRow, 0);
			await done(work);
			return true;
		},
		async clear() {
			const { work, head, chunks } = await begin("readwrite");
			head.clear();
			chunks.clear();
			await done(work);
		},
	};
}
