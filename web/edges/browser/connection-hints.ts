import type { Clock } from "../../../client/http/clock.ts";
import { watchForWaking } from "../../../client/stream/wake-detector.ts";

/**
 * Calls whenever the connections of this page may be other than they seem: the network changed, the machine or the page slept,
 * the page came back out of the cache of the back button, or a person looks again.
 */
export function followAttention(clock: Clock, check: () => void): void {
	for (const name of ["online", "offline", "pageshow"]) window.addEventListener(name, check);
	document.addEventListener("resume", check);
	document.addEventListener("visibilitychange", () => {
		if (!document.hidden) check();
	});
	watchForWaking(clock, check);
}
