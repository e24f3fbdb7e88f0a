import { type Cursor, formatCursor, parseCursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { CLOSE } from "../../protocol/stream/stream-message.ts";
import { MAX_SOCKET_BACKLOG_BYTES, PAUSED_CHECK_MS } from "../limits.ts";
import { backpressureFor } from "./backpressure.ts";
import { catchUp } from "./catch-up.ts";
import { type FrameParts, frameText } from "./frame-text.ts";
import { SOCKET_OPEN, type Socket } from "./socket.ts";
import { attachmentOf, type SocketAttachment, sendOrDrop } from "./socket-attachment.ts";
import type { StreamSource } from "./stream-source.ts";
import type { Tick } from "./tick.ts";
import { framesOf, partsIn } from "./tick-frames.ts";
import { UnreadBytes } from "./unread-bytes.ts";

/** Platform access for the fan-out; tests pass fakes. */
export interface FanOutDeps {
	sockets(): readonly Socket[];
	now(): number;
	/** Calls back once, after `ms` milliseconds; the returned function cancels it. */
	setTimer(ms: number, call: () => void): () => void;
	/** The messages of a tick in a socket's dialect. */
	translate(attachment: SocketAttachment, tick: Tick, state: SessionState): readonly string[];
}

/** A frame, encoded once for all sockets. */
interface EncodedFrame {
	readonly parts: FrameParts;
	readonly text: string;
}

/**
 * Sends ticks to all sockets, encoded once for all that speak alike. A socket whose reader does not read is paused and costs
 * little; its cursor is in its attachment. The others are not affected.
 */
export class FanOut {
	readonly #deps: FanOutDeps;
	readonly #unread = new UnreadBytes();
	#check: (() => void) | undefined;

	constructor(deps: FanOutDeps) {
		this.#deps = deps;
	}

	/** Sends a tick that was written. */
	broadcast(source: StreamSource, tick: Tick): void {
		const sockets = this.#deps.sockets();
		if (sockets.length === 0) return;
		const frames = framesOf(tick).map((parts) => ({ parts, text: frameText(parts, "frame") }));
		const translated = new Map<string, readonly string[]>();
		const translate = (attachment: SocketAttachment) => {
			const { dialect, key, awaitsJoin } = attachment;
			const alike = `${dialect} ${awaitsJoin} ${key}`;
			const texts = translated.get(alike) ?? this.#deps.translate(attachment, tick, source.state);
			translated.set(alike, texts);
			return texts;
		};
		for (const socket of sockets) {
			const attachment = attachmentOf(socket);
			if (attachment.view?.batch !== undefined) this.#sendToGuest(source, socket, attachment, tick);
			else if (attachment.dialect === "stream") this.#sendToReader(source, socket, attachment, frames);
			else for (const text of translate(attachment)) sendOrDrop(socket, text);
		}
	}

	/** Sends a reader what it missed since a cursor, now or once it has read its backlog. Returns what was sent. */
	catchUp(source: StreamSource, socket: Socket, cursor: Cursor | undefined): FrameParts | undefined {
		const { paused, at: _, ...attachment } = attachmentOf(socket);
		const now = this.#deps.now();
		if (backpressureFor(undefined, this.#unread.of(socket), now) === "pause") {
			this.#pause(
				source,
				socket,
				{ ...attachment, ...(paused && { paused }) },
				cursor && formatCursor(cursor),
			);
			return undefined;
		}
		const missed = catchUp(source, cursor, now, attachment.view);
		// A guest is not sent ticks of other batches, so its position is remembered: it may be older than the last tick.
		const at = attachment.view?.batch === undefined ? undefined : (missed?.to ?? cursor?.seq);
		socket.serializeAttachment({ ...attachment, ...(at !== undefined && { at }) });
		if (missed) this.#send(socket, missed, frameText(missed, "frame"));
		return missed;
	}

	/** A reader has read everything up to a cursor. Only asked of readers where the platform does not report backlogs. */
	acknowledge(source: StreamSource, socket: Socket, cursor: Cursor): void {
		if (cursor.epoch === source.state.epoch) this.#unread.acknowledge(socket, cursor.seq);
		this.#sendToReader(source, socket, attachmentOf(socket), []);
	}

	#sendToReader(
		source: StreamSource,
		socket: Socket,
		attachment: SocketAttachment,
		frames: readonly EncodedFrame[],
	): void {
		if (socket.readyState !== SOCKET_OPEN) return;
		const now = this.#deps.now();
		const first = frames[0]?.parts;
		switch (backpressureFor(attachment.paused?.since, this.#unread.of(socket), now)) {
			case "send":
				this.#sendFrames(source, socket, attachment, frames);
				break;
			case "pause":
				if (attachment.paused) this.#checkLater(source);
				else if (first) this.#pause(source, socket, attachment, cursorBefore(first));
				break;
			case "catch-up":
				this.catchUp(source, socket, parseCursor(attachment.paused?.after ?? ""));
				break;
			case "close":
				socket.close(CLOSE.slow, "too far behind; come back with your cursor");
				break;
		}
	}

	/** Sends a guest what happened in its one batch. Of any other tick it gets nothing, and its position stays. */
	#sendToGuest(
		source: StreamSource,
		socket: Socket,
		{ at, ...attachment }: SocketAttachment,
		tick: Tick,
	): void {
		if (attachment.view?.until !== undefined && attachment.view.until <= this.#deps.now()) {
			socket.close(CLOSE.revoked, "the share has expired");
			return;
		}
		// It got this tick when it caught up.
		const end = tick.frames.at(-1)?.seq ?? tick.from;
		if (at !== undefined && tick.from < at && end <= at) return;
		const from = at ?? tick.from;
		const parts = attachment.view && partsIn(source.state, tick, from, attachment.view);
		const position = parts && parts.to > from ? undefined : from;
		const next = { ...attachment, ...(position !== undefined && { at: position }) };
		if (position !== at) socket.serializeAttachment(next);
		if (parts) this.#sendToReader(source, socket, next, [{ parts, text: frameText(parts, "frame") }]);
	}

	#sendFrames(
		source: StreamSource,
		socket: Socket,
		attachment: SocketAttachment,
		frames: readonly EncodedFrame[],
	): void {
		for (const { parts, text } of frames) {
			const unread = this.#unread.of(socket);
			if (unread > 0 && unread + text.length > MAX_SOCKET_BACKLOG_BYTES) {
				this.#pause(source, socket, attachment, cursorBefore(parts));
				return;
			}
			this.#send(socket, parts, text);
		}
	}

	#send(socket: Socket, { to }: FrameParts, text: string): void {
		sendOrDrop(socket, text);
		this.#unread.sent(socket, to, text.length);
	}

	/** Stops sending to a reader whose position is `after`. */
	#pause(
		source: StreamSource,
		socket: Socket,
		attachment: SocketAttachment,
		after: string | undefined,
	): void {
		const since = attachment.paused?.since ?? this.#deps.now();
		socket.serializeAttachment({ ...attachment, paused: { since, ...(after && { after }) } });
		this.#checkLater(source);
	}

	/** No event says that a reader has read, so paused sockets are checked now and then, each for a bounded time. */
	#checkLater(source: StreamSource): void {
		this.#check ??= this.#deps.setTimer(PAUSED_CHECK_MS, () => {
			this.#check = undefined;
			if (source.ended) return;
			for (const socket of this.#deps.sockets()) {
				const attachment = attachmentOf(socket);
				if (attachment.paused) this.#sendToReader(source, socket, attachment, []);
			}
		});
	}
}

/** The cursor of a reader who does not get this frame. */
function cursorBefore({ epoch, from }: FrameParts): string {
	return formatCursor({ epoch, seq: from });
}
