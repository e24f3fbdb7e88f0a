import type { Clock } from "../../../client/http.ts";
import { detectWake } from "../../../client/stream.ts";

/**
 * Calls `check` when the connections of this page may not be what they seem: the network changed, the machine or the
 * page slept, the page came back from the back/forward cache, or the person looks at it again.
 */
export function watchConnectionHints(clock: Clock, check: () => void): void {
	for (const name of ["online", "offline", "pageshow"]) window.addEventListener(name, check);
	document.addEventListener("resume", check);
	document.addEventListener("visibilitychange", () => {
		if (!document.hidden) check();
	});
	detectWake(clock, check);
}
