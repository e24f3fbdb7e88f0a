import { type Cursor, formatCursor, parseCursor } from "../../protocol/stream/cursor.ts";
import { CLOSE } from "../../protocol/stream/stream-message.ts";
import { HELD_CHECK_MS, MAX_SOCKET_BACKLOG_BYTES } from "../limits.ts";
import type { Loop, Tick } from "../session.ts";
import type { Socket } from "../store/sql.ts";
import { paceOf } from "./backpressure.ts";
import { catchUp } from "./catch-up.ts";
import { type FrameParts, frameText } from "./frame-text.ts";
import {
	framesOf,
	type Listener,
	listenerOf,
	partsIn,
	sendOrDrop,
	type Translate,
} from "./socket-attachment.ts";
import { Unread } from "./unread-bytes.ts";

/** What telling all sockets needs of the world. */
export interface FanOutPorts {
	sockets(): readonly Socket[];
	now(): number;
	/** Calls back once, after so many milliseconds; the answer cancels it. */
	later(ms: number, call: () => void): () => void;
	/** How dialects tell a tick. */
	readonly translate: Translate;
}

/** `readyState` of an open socket. One that is closing stays in the platform's list until its reader says goodbye. */
const OPEN = 1;

/** One frame of a tick, encoded once for all sockets. */
interface Encoded {
	readonly parts: FrameParts;
	readonly text: string;
}

/**
 * Tells ticks to all sockets: one encoding for all that speak alike, however many they are. A reader that does not
 * read is held, and costs little; where it stands is in its attachment. The others notice nothing.
 */
export class FanOut {
	readonly #ports: FanOutPorts;
	readonly #unread = new Unread();
	#check: (() => void) | undefined;

	constructor(ports: FanOutPorts) {
		this.#ports = ports;
	}

	/** Tells a tick that was written. */
	tell(loop: Loop, tick: Tick): void {
		const sockets = this.#ports.sockets();
		if (sockets.length === 0) return;
		const frames = framesOf(tick).map((parts) => ({ parts, text: frameText(parts, "frame") }));
		const translated = new Map<string, readonly string[]>();
		const translate = (listener: Listener) => {
			const { dialect, key, waits } = listener;
			const alike = `${dialect} ${waits} ${key}`;
			const texts = translated.get(alike) ?? this.#ports.translate(listener, tick);
			translated.set(alike, texts);
			return texts;
		};
		for (const socket of sockets) {
			const listener = listenerOf(socket);
			if (listener.view?.batch !== undefined) this.#tellGuest(loop, socket, listener, tick);
			else if (listener.dialect === "stream") this.#tellReader(loop, socket, listener, frames);
			else for (const text of translate(listener)) sendOrDrop(socket, text);
		}
	}

	/** Tells a reader what it missed since a cursor, in place, or as soon as it has read what waits for it. Gives what it was told. */
	catchUp(loop: Loop, socket: Socket, cursor: Cursor | undefined): FrameParts | undefined {
		const { held, at: _, ...listener } = listenerOf(socket);
		const now = this.#ports.now();
		if (paceOf(undefined, this.#unread.bytesOf(socket), now) === "hold") {
			this.#hold(loop, socket, { ...listener, ...(held && { held }) }, cursor && formatCursor(cursor));
			return undefined;
		}
		const missed = catchUp(loop, cursor, now, listener.view);
		// A guest hears nothing of other batches, so where it stands is kept: ticks up to there may still be told to others.
		const at = listener.view?.batch === undefined ? undefined : (missed?.to ?? cursor?.seq);
		socket.serializeAttachment({ ...listener, ...(at !== undefined && { at }) });
		if (missed) this.#send(socket, missed, frameText(missed, "frame"));
		return missed;
	}

	/** A reader has read everything up to a cursor: asked of readers only where the platform does not tell. */
	acknowledge(loop: Loop, socket: Socket, cursor: Cursor): void {
		if (cursor.epoch === loop.model.state.epoch) this.#unread.read(socket, cursor.seq);
		this.#tellReader(loop, socket, listenerOf(socket), []);
	}

	#tellReader(loop: Loop, socket: Socket, listener: Listener, frames: readonly Encoded[]): void {
		if (socket.readyState !== OPEN) return;
		const now = this.#ports.now();
		const first = frames[0]?.parts;
		switch (paceOf(listener.held?.since, this.#unread.bytesOf(socket), now)) {
			case "tell":
				this.#tellFrames(loop, socket, listener, frames);
				break;
			case "hold":
				if (listener.held) this.#checkLater(loop);
				else if (first) this.#hold(loop, socket, listener, placeBefore(first));
				break;
			case "catch-up":
				this.catchUp(loop, socket, parseCursor(listener.held?.after ?? ""));
				break;
			case "give-up":
				socket.close(CLOSE.slow, "too far behind; come back with your cursor");
				break;
		}
	}

	/** Tells somebody who may see one batch what happened in it. Of any other tick it hears nothing, and stays where it stood. */
	#tellGuest(loop: Loop, socket: Socket, { at, ...listener }: Listener, tick: Tick): void {
		if (listener.view?.until !== undefined && listener.view.until <= this.#ports.now()) {
			socket.close(CLOSE.revoked, "the right has expired");
			return;
		}
		// It was told this tick when it caught up.
		const end = tick.frames.at(-1)?.seq ?? tick.from;
		if (at !== undefined && tick.from < at && end <= at) return;
		const from = at ?? tick.from;
		const parts = listener.view && partsIn(loop.model.state, tick, from, listener.view);
		const stands = parts && parts.to > from ? undefined : from;
		const told = { ...listener, ...(stands !== undefined && { at: stands }) };
		if (stands !== at) socket.serializeAttachment(told);
		if (parts) this.#tellReader(loop, socket, told, [{ parts, text: frameText(parts, "frame") }]);
	}

	#tellFrames(loop: Loop, socket: Socket, listener: Listener, frames: readonly Encoded[]): void {
		for (const { parts, text } of frames) {
			const unread = this.#unread.bytesOf(socket);
			if (unread > 0 && unread + text.length > MAX_SOCKET_BACKLOG_BYTES) {
				this.#hold(loop, socket, listener, placeBefore(parts));
				return;
			}
			this.#send(socket, parts, text);
		}
	}

	#send(socket: Socket, { to }: FrameParts, text: string): void {
		sendOrDrop(socket, text);
		this.#unread.sent(socket, to, text.length);
	}

	/** Stops telling a reader, who stands at `after`. */
	#hold(loop: Loop, socket: Socket, listener: Listener, after: string | undefined): void {
		const since = listener.held?.since ?? this.#ports.now();
		socket.serializeAttachment({ ...listener, held: { since, ...(after && { after }) } });
		this.#checkLater(loop);
	}

	/** Nothing tells when a reader has read, so those who are held are looked at now and then; each only for a while. */
	#checkLater(loop: Loop): void {
		this.#check ??= this.#ports.later(HELD_CHECK_MS, () => {
			this.#check = undefined;
			if (loop.ended) return;
			for (const socket of this.#ports.sockets()) {
				const listener = listenerOf(socket);
				if (listener.held) this.#tellReader(loop, socket, listener, []);
			}
		});
	}
}

/** Where a reader stands to whom a frame is not told. */
function placeBefore({ epoch, from }: FrameParts): string {
	return formatCursor({ epoch, seq: from });
}
