import type { Clock } from "../../../client/http.ts";
import type { Change } from "../../../src/protocol/files/change.ts";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import type { LocalSessionStore, StoredHead } from "../../edges/storage/session-store.ts";
import { allChunks, readChunk, touchedChunks } from "./state-chunks.ts";
import type { StreamedState } from "./streamed-state.ts";

/** Interval between two writes, in milliseconds. What a crash loses is sent again by the server as a tail. */
export const SAVE_INTERVAL_MS = 1_000;

/** How long a page that opens waits for storage, in milliseconds, before it continues without. */
const LOAD_TIMEOUT_MS = 1_500;

/** Failed writes in a row after which storage is given up: it is full, or not allowed. */
const MAX_FAILURES = 3;

/** Chunks serialized at once while the page is being left, a few milliseconds' work: nothing can be deferred then. */
const MAX_CHUNKS_ON_LEAVE = 16;

/** Dependencies of the saver. */
export interface SessionSaverDeps {
	readonly store: LocalSessionStore;
	readonly streamed: StreamedState;
	readonly clock: Clock;
	/** Lets the page paint between two pieces of work. */
	yieldToLoop(): Promise<void>;
	/** When the last message from the server arrived, in milliseconds since 1970. */
	lastMessageAt(): number;
	newStamp(): string;
	/**
	 * Whether other tabs may write too, because the browser has no locks. A tab that finds another's write then stops
	 * writing.
	 */
	readonly isShared: boolean;
}

/**
 * Saves the state and its cursor for the next load of the page. Only one tab writes, and only what changed. If another
 * tab has written since, the next save writes everything.
 */
export class SessionSaver {
	#deps: SessionSaverDeps;
	#sessionId: string | undefined;
	#mayWrite = false;
	/** The write that the dirty chunks build on; `undefined` if the next write must be complete. */
	#stamp: string | undefined;
	#dirty = new Set<number>();
	#failures = 0;
	#scheduled: (() => void) | undefined;
	#saving = false;

	constructor(deps: SessionSaverDeps) {
		this.#deps = deps;
		deps.streamed.onPiece((piece) => this.#pieceApplied(piece));
	}

	/** Shows the saved state. Resolves to its head, or to `undefined` if there is none. */
	async restore(): Promise<StoredHead | undefined> {
		const { store, streamed, clock } = this.#deps;
		let cancel = () => {};
		const timeout = new Promise<undefined>((resolve) => {
			cancel = clock.after(LOAD_TIMEOUT_MS, () => resolve(undefined));
		});
		const stored = await Promise.race([store.load().catch(() => undefined), timeout]);
		cancel();
		if (stored === undefined || streamed.cursor() !== undefined) return undefined;
		const { cursor, at, changes } = stored;
		streamed.restore({
			epoch: cursor.epoch,
			from: 0,
			to: cursor.seq,
			at,
			reset: true,
			changes: [...changes],
		});
		this.#dirty.clear();
		this.#stamp = stored.stamp;
		return stored;
	}

	/** Sets the session that the state belongs to. */
	begin(sessionId: string): void {
		this.#sessionId = sessionId;
		this.#schedule();
	}

	/** Whether this tab is the one that writes. */
	allowWrites(allowed: boolean): void {
		this.#mayWrite = allowed;
		this.#schedule();
	}

	/** The session no longer exists, so what was saved of it is deleted. */
	async clear(): Promise<void> {
		this.#sessionId = undefined;
		this.#stamp = undefined;
		this.#dirty.clear();
		await this.#deps.store.clear().catch(() => {});
	}

	/** The page is being left: saves what can be saved at once. */
	saveOnLeave(): void {
		if (this.#dirty.size <= MAX_CHUNKS_ON_LEAVE) void this.#save(async () => {});
	}

	#pieceApplied(piece: Frame): void {
		if (piece.reset) this.#stamp = undefined;
		for (const chunk of touchedChunks(piece)) this.#dirty.add(chunk);
		this.#schedule();
	}

	#schedule(): void {
		if (this.#scheduled !== undefined || !this.#mayWrite || this.#failures >= MAX_FAILURES) return;
		this.#scheduled = this.#deps.clock.after(SAVE_INTERVAL_MS, () => {
			this.#scheduled = undefined;
			void this.#save(this.#deps.yieldToLoop);
		});
	}

	async #save(yieldToLoop: () => Promise<void>): Promise<void> {
		const { store, streamed, lastMessageAt, newStamp, isShared } = this.#deps;
		const id = this.#sessionId;
		const state = streamed.wholeState();
		if (id === undefined || !this.#mayWrite || this.#saving) return;
		if (state === undefined) return this.#schedule();
		this.#saving = true;
		const basedOn = this.#stamp;
		const pieces = readChunks(state, basedOn === undefined ? allChunks(state) : this.#dirty);
		const cursor: Cursor = { epoch: state.epoch, seq: state.seq };
		this.#dirty = new Set();
		const stamp = newStamp();
		this.#stamp = stamp;
		let isSaved = false;
		try {
			const chunks = new Map<number, string | undefined>();
			for (const [chunk, changes] of pieces) {
				chunks.set(chunk, changes.length === 0 ? undefined : JSON.stringify(changes));
				await yieldToLoop();
			}
			// If the session was deleted meanwhile, it must not come back.
			if (this.#sessionId === id) {
				isSaved = await store.save({ session: id, cursor, at: lastMessageAt(), stamp, basedOn, chunks });
				if (!isSaved && isShared) this.#mayWrite = false;
			}
			this.#failures = 0;
		} catch {
			this.#failures++;
		}
		this.#saving = false;
		// Not saved, because of an error or because another tab wrote since: the next save writes everything.
		if (!isSaved && this.#stamp === stamp) this.#stamp = undefined;
		if (!isSaved || this.#dirty.size > 0) this.#schedule();
	}
}

/** The chunks as they are now. */
function readChunks(
	state: SessionState,
	chunks: ReadonlySet<number>,
): ReadonlyMap<number, readonly Change[]> {
	return new Map(Array.from(chunks, (chunk) => [chunk, readChunk(state, chunk)]));
}
