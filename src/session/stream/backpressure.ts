import { SLOW_PATIENCE_MS, SOCKET_HIGH_BYTES, SOCKET_LOW_BYTES } from "../limits.ts";

/*
 *             much lies unread                     it was read
 *   tell ───────────────────────► hold ─────────────────────────────► catch up, then tell
 *                                  │ not within SLOW_PATIENCE_MS
 *                                  └──────────────────────────────────► give up (4008)
 */

/** What to do with a socket of which `unread` bytes wait in memory. */
export type Pace = "tell" | "hold" | "catch-up" | "give-up";

/**
 * Whether a socket is told what happens. The platform buffers without bound for a tab that stopped reading, so one is
 * told nothing more while much waits for it; once that was read it gets what it missed in one piece. `heldSince` is when
 * the telling stopped, `undefined` while it goes on; milliseconds since 1970.
 */
export function paceOf(heldSince: number | undefined, unread: number, now: number): Pace {
	if (heldSince === undefined) return unread > SOCKET_HIGH_BYTES ? "hold" : "tell";
	if (unread <= SOCKET_LOW_BYTES) return "catch-up";
	return now >= heldSince + SLOW_PATIENCE_MS ? "give-up" : "hold";
}
