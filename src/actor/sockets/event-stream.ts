import { type Cursor, formatCursor } from "../../protocol/stream/cursor.ts";
import { EVENT_BACKLOG_BYTES, EXPECTED_LINGER_MS, IDLE_RETRY_MS } from "../../session/limits.ts";
import type { Session } from "../../session/session.ts";
import { catchUp, gaugesNow } from "../../session/stream/catch-up.ts";
import { frameText } from "../../session/stream/frame-text.ts";
import type { WaitingReader, WaitingReaders } from "../../session/stream/waiting-readers.ts";
import type { StreamOptions } from "./stream-options.ts";

/**
 * Milliseconds for which there will be something to watch: unlimited while anything is under way, a while when files are announced
 * but not being sent, else 0.
 */
function watchableMs(session: Session, now: number): number {
	if (session.ended) return 0;
	const { expected, uploading, queued, processing, retrying } = session.state.totals.states;
	if (uploading + queued + processing + retrying > 0) return Number.POSITIVE_INFINITY;
	return expected === 0 ? 0 : Math.max(0, session.changedAt + EXPECTED_LINGER_MS - now);
}

/**
 * The stream as server-sent events: what was missed, then each frame with its cursor as the `id`. An open response keeps the
 * actor awake, so the stream ends, cleanly and with a long `retry:`, as soon as there is nothing left to watch; the browser
 * reconnects by itself, as does a reader for whom there was no room.
 */
export function eventStream(
	session: Session,
	readers: WaitingReaders,
	cursor: Cursor | undefined,
	{ view, retry, now, isAllowed, onOpen }: StreamOptions,
): Response {
	const encoder = new TextEncoder();
	let at = cursor;
	let isOpen = true;
	let lingering: ReturnType<typeof setTimeout> | null = null;
	const reader: WaitingReader = { notify: () => false };

	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				const send = (text: string): void => controller.enqueue(encoder.encode(text));
				let hasOpened = false;
				const sendMissed = (): void => {
					const missed = catchUp(session, at, now(), view);
					if (!hasOpened) onOpen(missed);
					hasOpened = true;
					if (missed === undefined) return;
					at = { epoch: missed.epoch, seq: missed.to };
					send(`id: ${formatCursor(at)}\nevent: frame\ndata: ${frameText(missed)}\n\n`);
				};
				reader.notify = () => {
					if (!isOpen) return false;
					if (!isAllowed()) {
						isOpen = false;
						controller.close();
						return false;
					}
					// Unread frames wait in the journal and not here: a slow reader gets them as one frame later.
					if ((controller.desiredSize ?? 1) <= 0) return true;
					sendMissed();
					// Sending may call `pull` before it returns, and that comes here again: the stream may have ended there.
					if (!isOpen) return false;
					clearTimeout(lingering);
					const left = watchableMs(session, now());
					if (left > 0 && left <= EXPECTED_LINGER_MS) lingering = setTimeout(() => reader.notify(), left);
					if (left > 0) return true;
					isOpen = false;
					send(`retry: ${IDLE_RETRY_MS}\nevent: idle\ndata: {}\n\n`);
					controller.close();
					return false;
				};
				reader.notifyGauges = () => {
					const canSend = isOpen && (controller.desiredSize ?? 1) > 0;
					const gauges = canSend ? gaugesNow(session, at, now(), view) : undefined;
					if (gauges) send(`event: frame\ndata: ${frameText(gauges)}\n\n`);
				};
				send(`retry: ${retry.window}\n\n`);
				if (!reader.notify() || readers.join(reader)) return;
				isOpen = false;
				controller.close();
			},
			pull() {
				reader.notify();
			},
			cancel() {
				isOpen = false;
				clearTimeout(lingering);
				readers.leave(reader);
			},
		},
		new ByteLengthQueuingStrategy({ highWaterMark: EVENT_BACKLOG_BYTES }),
	);
	const headers = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" };
	return new Response(body, { headers });
}
