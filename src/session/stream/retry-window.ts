import type { RetryWindow } from "../../protocol/stream/poll-reply.ts";
import { RECONNECTS_PER_SECOND } from "../limits.ts";

/** The next power of two, so that the window does not have to be announced again for every socket that opens. */
function roundedUp(sockets: number): number {
	return 2 ** Math.ceil(Math.log2(Math.max(1, sockets)));
}

/** When clients that lose their connection should come back: spread so that one actor can greet them all. */
export function retryWindow(sockets: number): RetryWindow {
	const seconds = Math.min(60, Math.max(1, roundedUp(sockets) / RECONNECTS_PER_SECOND));
	return { min: 0, window: Math.round(seconds * 1000) };
}

/** Whether this many sockets need a longer window than one fewer: then the open ones must be notified. */
export function needsLongerWindow(sockets: number): boolean {
	return retryWindow(sockets).window > retryWindow(sockets - 1).window;
}
