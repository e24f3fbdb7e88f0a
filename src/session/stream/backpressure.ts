import { SLOW_PATIENCE_MS, SOCKET_HIGH_BYTES, SOCKET_LOW_BYTES } from "../limits.ts";

/*
 *             large backlog                        backlog was read
 *   send ───────────────────────► pause ─────────────────────────────► catch up, then send
 *                                  │ not read within SLOW_PATIENCE_MS
 *                                  └──────────────────────────────────► close (4008)
 */

/** What to do with a socket that has unread bytes in memory. */
export type BackpressureAction = "send" | "pause" | "catch-up" | "close";

/**
 * Whether a socket gets what happens. The platform buffers without bound for a tab that stopped reading, so a socket with a
 * large backlog is paused; once the backlog is read it gets what it missed in one frame. `pausedSince` is `undefined` while it
 * is not paused; times in milliseconds since 1970.
 */
export function backpressureFor(
	pausedSince: number | undefined,
	unread: number,
	now: number,
): BackpressureAction {
	if (pausedSince === undefined) return unread > SOCKET_HIGH_BYTES ? "pause" : "send";
	if (unread <= SOCKET_LOW_BYTES) return "catch-up";
	return now >= pausedSince + SLOW_PATIENCE_MS ? "close" : "pause";
}
