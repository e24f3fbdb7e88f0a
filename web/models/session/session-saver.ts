import type { Clock } from "../../../client/http/clock.ts";
import type { Change } from "../../../src/protocol/files/change.ts";
import type { Cursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { SessionState } from "../../../src/protocol/stream/session-state.ts";
import type { SessionStore, StoredHead } from "../../edges/storage/session-store.ts";
import { allChunks, readChunk, touchedChunks } from "./state-chunks.ts";
import type { StreamedState } from "./streamed-state.ts";

/** Between two writes, in milliseconds: what a crash loses of it comes back as a tail. */
export const SAVE_MS = 1_000;

/** For so long, in milliseconds, a page that opens waits for its storage before it goes on without. */
const LOAD_MS = 1_500;

/** Writes that fail in a row until storage is given up: it is full, or not allowed. */
const MAX_FAILURES = 3;

/** Chunks whose text is made in one go while the page is left: a few milliseconds, for then there is no later. */
const LAST_CHUNKS = 16;

/** What keeping needs. */
export interface SessionKeeperDeps {
	readonly store: SessionStore;
	readonly streamed: StreamedState;
	readonly clock: Clock;
	/** Lets the page draw between two pieces of work. */
	breathe(): Promise<void>;
	/** When the server spoke last, in milliseconds since 1970. */
	heardAt(): number;
	newStamp(): string;
	/** Whether other tabs may write too, because the browser has no locks. One that finds another's write leaves it to them. */
	readonly isShared: boolean;
}

/**
 * Keeps the folded state and its cursor for the next life of the page. Only one tab writes, and only what changed; whoever
 * finds that another has written since starts over with everything.
 */
export class SessionKeeper {
	#deps: SessionKeeperDeps;
	#sessionId: string | undefined;
	#mayWrite = false;
	/** The write that the dirty chunks are relative to; `undefined` when there is none to add to. */
	#stamp: string | undefined;
	#dirty = new Set<number>();
	#failures = 0;
	#scheduled: (() => void) | undefined;
	#saving = false;

	constructor(deps: SessionKeeperDeps) {
		this.#deps = deps;
		deps.streamed.onPiece((piece) => this.#folded(piece));
	}

	/** Shows what the last life of the page has left, and tells whose and of when it is. */
	async restore(): Promise<StoredHead | undefined> {
		const { store, streamed, clock } = this.#deps;
		let cancel = () => {};
		const late = new Promise<undefined>((settle) => {
			cancel = clock.after(LOAD_MS, () => settle(undefined));
		});
		const stored = await Promise.race([store.load().catch(() => undefined), late]);
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

	/** Whose state this is from now on. */
	begin(sessionId: string): void {
		this.#sessionId = sessionId;
		this.#schedule();
	}

	/** This tab is the one that writes, or no longer is. */
	mayWrite(may: boolean): void {
		this.#mayWrite = may;
		this.#schedule();
	}

	/** The session is gone: so is what was kept of it. */
	async clear(): Promise<void> {
		this.#sessionId = undefined;
		this.#stamp = undefined;
		this.#dirty.clear();
		await this.#deps.store.clear().catch(() => {});
	}

	/** The page is being left: writes what can be written at once. */
	leave(): void {
		if (this.#dirty.size <= LAST_CHUNKS) void this.#save(async () => {});
	}

	#folded(piece: Frame): void {
		if (piece.reset) this.#stamp = undefined;
		for (const chunk of touchedChunks(piece)) this.#dirty.add(chunk);
		this.#schedule();
	}

	#schedule(): void {
		if (this.#scheduled !== undefined || !this.#mayWrite || this.#failures >= MAX_FAILURES) return;
		this.#scheduled = this.#deps.clock.after(SAVE_MS, () => {
			this.#scheduled = undefined;
			void this.#save(this.#deps.breathe);
		});
	}

	async #save(breathe: () => Promise<void>): Promise<void> {
		const { store, streamed, heardAt, newStamp, isShared } = this.#deps;
		const id = this.#sessionId;
		const state = streamed.settled();
		if (id === undefined || !this.#mayWrite || this.#saving) return;
		if (state === undefined) return this.#schedule();
		this.#saving = true;
		const onTopOf = this.#stamp;
		const pieces = take(state, onTopOf === undefined ? allChunks(state) : this.#dirty);
		const cursor: Cursor = { epoch: state.epoch, seq: state.seq };
		this.#dirty = new Set();
		const stamp = newStamp();
		this.#stamp = stamp;
		let isKept = false;
		try {
			const chunks = new Map<number, string | undefined>();
			for (const [chunk, changes] of pieces) {
				chunks.set(chunk, changes.length === 0 ? undefined : JSON.stringify(changes));
				await breathe();
			}
			// Forgotten meanwhile: what was forgotten must not come back.
			if (this.#sessionId === id) {
				isKept = await store.save({ session: id, cursor, at: heardAt(), stamp, onTopOf, chunks });
				if (!isKept && isShared) this.#mayWrite = false;
			}
			this.#failures = 0;
		} catch {
			this.#failures++;
		}
		this.#saving = false;
		// Not kept, by a fault or because somebody else wrote since: the next one writes everything.
		if (!isKept && this.#stamp === stamp) this.#stamp = undefined;
		if (!isKept || this.#dirty.size > 0) this.#schedule();
	}
}

/** The chunks as they stand at this moment. */
function take(state: SessionState, chunks: ReadonlySet<number>): ReadonlyMap<number, readonly Change[]> {
	return new Map(Array.from(chunks, (chunk) => [chunk, readChunk(state, chunk)]));
}
