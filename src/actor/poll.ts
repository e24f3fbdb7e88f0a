import { type Cursor, formatCursor } from "../protocol/cursor.ts";
import type { RetryWindow } from "../protocol/poll-reply.ts";
import { catchUp, gaugesNow } from "../session/catch-up.ts";
import { frameText } from "../session/frame-text.ts";
import type { Loop } from "../session/loop.ts";
import type { Readers } from "../session/readers.ts";
import type { View } from "../session/view.ts";

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

/**
 * The stream as one answer: what was missed, waiting up to `waitMs` for it. With `conditional` (the cursor came as
 * `If-None-Match`) nothing new is a 304.
 */
export async function pollReply(
	loop: Loop,
	readers: Readers,
	cursor: Cursor | undefined,
	options: { waitMs: number; conditional: boolean; view: View; retry: RetryWindow; now: () => number },
): Promise<Response> {
	let missed = catchUp(loop, cursor, options.now(), options.view);
	if (missed === undefined && options.waitMs > 0) {
		await nextTick(readers, options.waitMs);
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
