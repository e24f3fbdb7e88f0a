import type { RetryWindow } from "../../protocol/stream/poll-reply.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { CLOSE } from "../../protocol/stream/stream-message.ts";
import {
	DIALECT_HEARTBEAT_MS,
	HEARTBEAT_SLACK_MS,
	MAX_SOCKET_BACKLOG_BYTES,
	RECONNECTS_PER_SECOND,
} from "../limits.ts";
import type { Tick } from "../session.ts";
import type { Socket } from "../store/sql.ts";
import type { frameText } from "./frame-text.ts";
import { changesIn, gaugesIn, type View } from "./view.ts";

/** What a socket's attachment holds: it survives hibernation, the room's memory does not. */
export interface Listener {
	/** `stream` speaks frames; any other name is a dialect. */
	readonly dialect: string;
	/** What a reader of frames sees; everything when absent. */
	readonly view?: View;
	/** Where a reader of one batch stands, while it has not been told of ticks that were about others. */
	readonly at?: number;
	/** Set while a reader of frames is told nothing because much lies unread: since when, and its cursor. */
	readonly held?: { readonly since: number; readonly after?: string };
	/** The batch that a dialect's socket is about. */
	readonly key?: string;
	/** When a dialect's socket was greeted or told last that it lives; milliseconds since 1970. */
	readonly toldAt?: number;
	/** It hears nothing of what happens until its client has joined, as its dialect wants it. */
	readonly waits?: boolean;
}

/** Whether a dialect's socket is to be told that it lives; a little early, so that sockets opened apart are told together. */
export function heartbeatDue({ toldAt = 0 }: Listener, now: number): boolean {
	return now >= toldAt + DIALECT_HEARTBEAT_MS - HEARTBEAT_SLACK_MS;
}

/** How a dialect tells a tick to one of its sockets. */
export type Translate = (listener: Listener, tick: Tick) => readonly string[];

/** Who a socket is; a socket without a readable attachment speaks frames. */
export function listenerOf(socket: Socket): Listener {
	const held = socket.deserializeAttachment();
	return typeof held === "object" && held !== null && "dialect" in held
		? (held as Listener)
		: { dialect: "stream" };
}

/**
 * Sends to one socket, or closes it as too slow. The platform's `send` never fails and buffers without bound, so a
 * tab that stopped reading would take the memory of everyone else.
 */
export function sendOrDrop(socket: Socket, text: string): void {
	if ((socket.bufferedAmount ?? 0) > MAX_SOCKET_BACKLOG_BYTES) {
		socket.close(CLOSE.slow, "too far behind; come back with your cursor");
		return;
	}
	try {
		socket.send(text);
	} catch {
		// A socket that closed between the platform's list and this line. Its close handler has told or will tell.
	}
}

/** The frames of a tick; only its last tells the gauges. A tick without frames tells nothing but gauges, and moves no cursor. */
export function framesOf(tick: Tick): Parameters<typeof frameText>[0][] {
	if (tick.frames.length === 0) {
		const { epoch, from, gauges, at = 0 } = tick;
		return [{ epoch, from, to: from, at, changes: "[]", gauges }];
	}
	let from = tick.from;
	return tick.frames.map(({ seq, at, changes }, index) => {
		const last = index === tick.frames.length - 1;
		const parts = { epoch: tick.epoch, from, to: seq, at, changes, ...(last && { gauges: tick.gauges }) };
		from = seq;
		return parts;
	});
}

/** A tick as one frame for a reader at `from` who may see one batch; `undefined` when there is nothing in it for them. */
export function partsIn(
	state: SessionState,
	tick: Tick,
	from: number,
	view: View,
): Parameters<typeof frameText>[0] | undefined {
	const changes = changesIn(state, tick.changes, view);
	const gauges = gaugesIn(state, tick.gauges, view);
	if (changes.length === 0 && Object.keys(gauges.stored ?? {}).length === 0) return undefined;
	const last = tick.frames.at(-1);
	const to = changes.length === 0 ? from : (last?.seq ?? from);
	const at = last?.at ?? tick.at ?? 0;
	return { epoch: tick.epoch, from, to, at, changes: JSON.stringify(changes), gauges };
}

/** The next power of two: for how many sockets a window is named, so that it need not be named anew for each that comes. */
function crowdOf(sockets: number): number {
	return 2 ** Math.ceil(Math.log2(Math.max(1, sockets)));
}

/** When those who lose their connection should come back: spread so that one actor can greet them all. */
export function retryWindow(sockets: number): RetryWindow {
	const seconds = Math.min(60, Math.max(1, crowdOf(sockets) / RECONNECTS_PER_SECOND));
	return { min: 0, window: Math.round(seconds * 1000) };
}

/** Whether so many sockets need a longer window than one fewer did: then those that are open are told the new one. */
export function outgrowsWindow(sockets: number): boolean {
	return retryWindow(sockets).window > retryWindow(sockets - 1).window;
}
