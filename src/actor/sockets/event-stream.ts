import { type Cursor, formatCursor } from "../../protocol/stream/cursor.ts";
import type { RetryWindow } from "../../protocol/stream/poll-reply.ts";
import { EVENT_BACKLOG_BYTES, EXPECTED_LINGER_MS, IDLE_RETRY_MS } from "../../session/limits.ts";
import type { Loop } from "../../session/session.ts";
import { catchUp, gaugesNow } from "../../session/stream/catch-up.ts";
import { type FrameParts, frameText } from "../../session/stream/frame-text.ts";
import type { View } from "../../session/stream/view.ts";
import type { Reader, Readers } from "../../session/stream/waiting-readers.ts";

/**
 * For how many milliseconds there will still be something to watch: without end while anything is under way, for a
 * while when files are announced and nobody sends them, else 0.
 */
function worthWatching(loop: Loop, now: number): number {
	if (loop.ended) return 0;
	const { expected, uploading, queued, processing, retrying } = loop.model.state.totals.states;
	if (uploading + queued + processing + retrying > 0) return Number.POSITIVE_INFINITY;
	return expected === 0 ? 0 : Math.max(0, loop.changedAt + EXPECTED_LINGER_MS - now);
}

/** What an event stream is opened with. */
export interface EventStreamOptions {
	readonly view: View;
	readonly retry: RetryWindow;
	now(): number;
	/** Whether its reader may still see what happens: the right may be taken back while it looks. */
	allowed(): boolean;
	/** What it was told when it began. */
	first(missed: FrameParts | undefined): void;
}

/**
 * The stream as server-sent events: what was missed, then each frame, its cursor as the `id`. An open response keeps
 * the actor awake, so the stream ends, cleanly and with a long `retry:`, as soon as there is nothing left to watch;
 * the browser comes back by itself, as does a reader for whom there was no room.
 */
export function eventStream(
	loop: Loop,
	readers: Readers,
	cursor: Cursor | undefined,
	{ view, retry, now, allowed, first }: EventStreamOptions,
): Response {
	const encoder = new TextEncoder();
	let at = cursor;
	let open = true;
	let lingering: ReturnType<typeof setTimeout> | null = null;
	const reader: Reader = { wake: () => false };

	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				const send = (text: string): void => controller.enqueue(encoder.encode(text));
				let told = false;
				const tell = (): void => {
					const missed = catchUp(loop, at, now(), view);
					if (!told) first(missed);
					told = true;
					if (missed === undefined) return;
					at = { epoch: missed.epoch, seq: missed.to };
					send(`id: ${formatCursor(at)}\nevent: frame\ndata: ${frameText(missed)}\n\n`);
				};
				reader.wake = () => {
					if (!open) return false;
					if (!allowed()) {
						open = false;
						controller.close();
						return false;
					}
					// Unread frames wait in the journal and not here: a slow reader gets them in one piece later.
					if ((controller.desiredSize ?? 1) <= 0) return true;
					tell();
					// Telling may call `pull` before it returns, and that comes here again: the stream may have ended there.
					if (!open) return false;
					clearTimeout(lingering);
					const rest = worthWatching(loop, now());
					if (rest > 0 && rest <= EXPECTED_LINGER_MS) lingering = setTimeout(() => reader.wake(), rest);
					if (rest > 0) return true;
					open = false;
					send(`retry: ${IDLE_RETRY_MS}\nevent: idle\ndata: {}\n\n`);
					controller.close();
					return false;
				};
				reader.glance = () => {
					const glimpse =
						open && (controller.desiredSize ?? 1) > 0 ? gaugesNow(loop, at, now(), view) : undefined;
					if (glimpse) send(`event: frame\ndata: ${frameText(glimpse)}\n\n`);
				};
				send(`retry: ${retry.window}\n\n`);
				if (!reader.wake() || readers.join(reader)) return;
				open = false;
				controller.close();
			},
			pull() {
				reader.wake();
			},
			cancel() {
				open = false;
				clearTimeout(lingering);
				readers.leave(reader);
			},
		},
		new ByteLengthQueuingStrategy({ highWaterMark: EVENT_BACKLOG_BYTES }),
	);
	const headers = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" };
	return new Response(body, { headers });
}
