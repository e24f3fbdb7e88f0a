import { type Cursor, formatCursor } from "../../protocol/stream/cursor.ts";
import type { RetryWindow } from "../../protocol/stream/poll-reply.ts";
import type { Loop } from "../../session/session.ts";
import { NO_SESSION } from "../../session/store/session-row.ts";
import { catchUp, gaugesNow } from "../../session/stream/catch-up.ts";
import { type FrameParts, frameText } from "../../session/stream/frame-text.ts";
import type { View } from "../../session/stream/view.ts";
import type { Readers } from "../../session/stream/waiting-readers.ts";
import { refused } from "./refusal-response.ts";

/** Resolves when something is written, when the time is over, or at once when there is no room to wait. */
function nextTick(readers: Readers, waitMs: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => {
			readers.leave(reader);
			resolve();
		}, waitMs);
		const reader = {
			wake() {
				clearTimeout(timer);
				resolve();
				return false;
			},
		};
		if (!readers.join(reader)) reader.wake();
	});
}

/** What a poll asks for. */
export interface PollOptions {
	readonly waitMs: number;
	/** Whether nothing new is a 304. */
	readonly conditional: boolean;
	readonly view: View;
	readonly retry: RetryWindow;
	now(): number;
	/** Whether its reader may still see what happened: the right may be taken back while it waits. */
	allowed(): boolean;
	/** What it had missed when it asked. */
	first(missed: FrameParts | undefined): void;
}

/**
 * The stream as one answer: what was missed, waiting up to `waitMs` for it. With `conditional` (the cursor came as
 * `If-None-Match`) nothing new is a 304.
 */
export async function pollReply(
	loop: Loop,
	readers: Readers,
	cursor: Cursor | undefined,
	options: PollOptions,
): Promise<Response> {
	let missed = catchUp(loop, cursor, options.now(), options.view);
	options.first(missed);
	if (missed === undefined && options.waitMs > 0) {
		await nextTick(readers, options.waitMs);
		if (!options.allowed()) return refused(NO_SESSION);
		missed = catchUp(loop, cursor, options.now(), options.view);
	}
	const { epoch, seq } = loop.model.state;
	const at = formatCursor({ epoch, seq });
	const headers = {
		etag: `"${at}"`,
		"cache-control": "no-store",
		"content-type": "application/json; charset=utf-8",
	};
	if (missed === undefined && options.conditional) return new Response(null, { status: 304, headers });
	missed ??= gaugesNow(loop, cursor, options.now(), options.view);
	const frames = missed === undefined ? "" : frameText(missed);
	const retry = JSON.stringify(options.retry);
	return new Response(`{"cursor":"${at}","frames":[${frames}],"retry":${retry}}`, { headers });
}
