import { type Cursor, formatCursor } from "../../protocol/stream/cursor.ts";
import type { Session } from "../../session/session.ts";
import { NO_SESSION } from "../../session/store/session-row.ts";
import { catchUp, gaugesNow } from "../../session/stream/catch-up.ts";
import { frameText } from "../../session/stream/frame-text.ts";
import type { WaitingReaders } from "../../session/stream/waiting-readers.ts";
import { refusalResponse } from "./refusal-response.ts";
import type { StreamOptions } from "./stream-options.ts";

/** How a poll is answered. */
export interface PollOptions extends StreamOptions {
	readonly waitMs: number;
	/** The cursor came as `If-None-Match`: nothing new is a 304 (RFC 9110 §13.1.2). */
	readonly conditional: boolean;
}

/** The stream as one answer: what was missed, waiting up to `waitMs` for it. */
export async function longPoll(
	session: Session,
	readers: WaitingReaders,
	cursor: Cursor | undefined,
	options: PollOptions,
): Promise<Response> {
	let missed = catchUp(session, cursor, options.now(), options.view);
	options.onOpen(missed);
	if (missed === undefined && options.waitMs > 0) {
		await nextTick(readers, options.waitMs);
		if (!options.isAllowed()) return refusalResponse(NO_SESSION);
		missed = catchUp(session, cursor, options.now(), options.view);
	}
	const { epoch, seq } = session.state;
	const at = formatCursor({ epoch, seq });
	const headers = {
		etag: `"${at}"`,
		"cache-control": "no-store",
		"content-type": "application/json; charset=utf-8",
	};
	if (missed === undefined && options.conditional) return new Response(null, { status: 304, headers });
	missed ??= gaugesNow(session, cursor, options.now(), options.view);
	const frames = missed === undefined ? "" : frameText(missed);
	const retry = JSON.stringify(options.retry);
	return new Response(`{"cursor":"${at}","frames":[${frames}],"retry":${retry}}`, { headers });
}

/** Resolves at the next tick, after `waitMs`, or at once when there is no room to wait. */
function nextTick(readers: WaitingReaders, waitMs: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => {
			readers.leave(reader);
			resolve();
		}, waitMs);
		const reader = {
			notify() {
				clearTimeout(timer);
				resolve();
				return false;
			},
		};
		if (!readers.join(reader)) reader.notify();
	});
}
