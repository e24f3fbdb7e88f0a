import type { Failure } from "../../../client/http/failure.ts";
import type { StreamDeps } from "../../../client/stream/event-stream.ts";
import type { EventSourceLike } from "../../../client/stream/server-sent-events.ts";
import type { SocketLike } from "../../../client/stream/stream-socket.ts";
import type { Change } from "../../../src/protocol/files/change.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";
import { formatCursor, parseCursor } from "../../../src/protocol/stream/cursor.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import type { PollReply } from "../../../src/protocol/stream/poll-reply.ts";
import {
	applyFrame,
	emptyState,
	type SessionState,
	snapshotChanges,
} from "../../../src/protocol/stream/session-state.ts";
import type { FakeClock } from "../../client/support/fake-clock.ts";
import type { Chance } from "../../support/seed.ts";
import { created } from "./frames.ts";

/** What the network does with a transport. `swallowed`: it opens, or seems to, and nothing ever arrives. */
export type NetworkCondition = "open" | "refused" | "swallowed";

/** One open connection to which frames are pushed. */
interface Reader {
	push(frame: Frame): void;
	cut(): void;
}

/** Frames kept in the journal; few, so that snapshots are needed too. */
const MAX_JOURNAL_FRAMES = 12;

/**
 * A session on a server behind a network that a test can break. Writes frames, and serves them over all transports as
 * the protocol says.
 */
export class SimulatedSession {
	readonly state: SessionState = emptyState("epoch1");
	socketCondition: NetworkCondition = "open";
	eventCondition: NetworkCondition = "open";
	pollCondition: NetworkCondition = "open";
	/** Whether a proxy cuts every poll that waits. */
	cutsWaitingPolls = false;
	/** How many of the next frames get lost on their way down a socket, as only a bug would cause. */
	framesToLose = 0;
	#clock: FakeClock;
	#journal: Frame[] = [];
	#readers = new Set<Reader>();
	#waiting = new Set<() => void>();
	#epochs = 1;
	#files = 0;

	constructor(clock: FakeClock) {
		this.#clock = clock;
	}

	/** The network edges of a page, as the stream takes them. */
	get edges(): Pick<StreamDeps, "openSocket" | "openEvents" | "poll"> {
		return {
			openSocket: (path) => this.#openSocket(path),
			openEvents: (path) => this.#openEvents(path),
			poll: (after, wait, signal) => this.#poll(after, wait, signal),
		};
	}

	/** Writes one frame of random changes. */
	write(random: Chance): void {
		const changes = Array.from({ length: 1 + random.below(3) }, () => this.#change(random));
		const frame: Frame = {
			epoch: this.state.epoch,
			from: this.state.seq,
			to: this.state.seq + 1,
			at: 1,
			changes,
		};
		applyFrame(this.state, frame);
		this.#journal = [...this.#journal, frame].slice(-MAX_JOURNAL_FRAMES);
		for (const reader of this.#readers) reader.push(frame);
		for (const wake of [...this.#waiting]) wake();
	}

	/** Starts a new epoch: all earlier cursors are invalid. */
	startNewEpoch(): void {
		applyFrame(this.state, {
			epoch: `epoch${++this.#epochs}`,
			from: 0,
			to: 0,
			at: 1,
			reset: true,
			changes: [],
		});
		this.#journal = [];
		this.cutAll();
	}

	/** Breaks every connection, with a close event. */
	cutAll(): void {
		for (const reader of [...this.#readers]) reader.cut();
	}

	/** Number of open connections to which frames are pushed. */
	get listeners(): number {
		return this.#readers.size;
	}

	/** Makes every connection go silent without a close event. */
	silenceAll(): void {
		this.#readers.clear();
	}

	#change(random: Chance): Change {
		const known = random.pick([...this.state.files.keys()]);
		if (known === undefined || random.next() < 0.4) return created(++this.#files, { at: this.#clock.now() });
		if (random.next() < 0.1) return { file: known, removed: true };
		return {
			file: known,
			state: random.pick(["queued", "processing", "completed"]),
			progress: random.below(101),
		};
	}

	/** What a reader missed, in one frame. */
	#missed(after: string | null): Frame | undefined {
		const cursor = after === null ? undefined : parseCursor(after);
		const { epoch, seq } = this.state;
		const oldest = this.#journal[0]?.from ?? seq;
		if (cursor?.epoch === epoch && cursor.seq === seq) return undefined;
		if (cursor?.epoch !== epoch || cursor.seq < oldest)
			return { epoch, from: 0, to: seq, at: 1, reset: true, changes: snapshotChanges(this.state) };
		const changes = this.#journal.flatMap((frame) => (frame.from >= cursor.seq ? frame.changes : []));
		return { epoch, from: cursor.seq, to: seq, at: 1, changes };
	}

	#afterOf(path: string): string | null {
		return new URL(path, "http://session").searchParams.get("after");
	}

	#openSocket(path: string): SocketLike {
		let onText: (text: string) => void = () => {};
		let onClose: (code: number) => void = () => {};
		let open = false;
		let closed = false;
		const reader: Reader = {
			push: (frame) => {
				if (this.framesToLose > 0) this.framesToLose--;
				else onText(JSON.stringify({ type: "frame", ...frame }));
			},
			cut: () => {
				open = false;
				this.#readers.delete(reader);
				onClose(1006);
			},
		};
		const sendMissed = (after: string | null) => {
			const missed = this.#missed(after);
			if (missed) onText(JSON.stringify({ type: "frame", ...missed }));
		};
		this.#clock.after(5, () => {
			if (closed) return;
			if (this.socketCondition === "refused") return onClose(1006);
			if (this.socketCondition === "swallowed") return;
			open = true;
			this.#readers.add(reader);
			const retry = { min: 0, window: 1000 };
			onText(JSON.stringify({ type: "hello", cursor: formatCursor(this.state), at: 1, retry }));
			sendMissed(this.#afterOf(path));
		});
		return {
			listen(text, close) {
				onText = text;
				onClose = close;
			},
			send: (text) => {
				if (!open || !this.#readers.has(reader)) return;
				this.#clock.after(5, () => {
					if (!this.#readers.has(reader)) return;
					if (text === "ping") onText("pong");
					else sendMissed(JSON.parse(text).after);
				});
			},
			close: () => {
				closed = true;
				this.#readers.delete(reader);
			},
		};
	}

	#openEvents(path: string): EventSourceLike {
		let listener: Parameters<EventSourceLike["listen"]>[0];
		let closed = false;
		const reader: Reader = {
			push: (frame) => listener.frame(JSON.stringify(frame)),
			cut: () => {
				this.#readers.delete(reader);
				listener.lost();
			},
		};
		this.#clock.after(5, () => {
			if (closed) return;
			if (this.eventCondition === "refused") return listener.lost();
			if (this.eventCondition === "swallowed") return;
			const missed = this.#missed(this.#afterOf(path));
			this.#readers.add(reader);
			if (missed) reader.push(missed);
		});
		return {
			listen(events) {
				listener = events;
			},
			close: () => {
				closed = true;
				this.#readers.delete(reader);
			},
		};
	}

	#poll(after: string | null, wait: number, signal: AbortSignal): Promise<Result<PollReply, Failure>> {
		return new Promise((answer) => {
			const fail = () => answer(refuse({ kind: "network" }));
			const sendMissed = () => {
				const missed = this.#missed(after);
				const cursor = formatCursor(this.state);
				answer(ok({ cursor, frames: missed ? [missed] : [], retry: { min: 0, window: 1000 } }));
			};
			signal.addEventListener("abort", fail);
			this.#clock.after(5, () => {
				if (this.pollCondition === "swallowed") return;
				if (this.pollCondition === "refused") return fail();
				if (wait === 0 || this.#missed(after) !== undefined) return sendMissed();
				const wake = () => {
					this.#waiting.delete(wake);
					cancel();
					if (this.pollCondition === "open") sendMissed();
				};
				const cancel = this.#clock.after(this.cutsWaitingPolls ? 3_000 : wait * 1000, () => {
					this.#waiting.delete(wake);
					if (this.cutsWaitingPolls) fail();
					else sendMissed();
				});
				this.#waiting.add(wake);
			});
		});
	}
}
