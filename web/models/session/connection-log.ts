import type { Clock } from "../../../client/http.ts";
import type { StreamState } from "../../../client/stream.ts";
import type { ConnectionReport } from "../../../src/protocol/stream/statistics.ts";

/** Milliseconds from the page being live to the report: by then it is known whether the connection holds. */
const REPORT_DELAY_MS = 5_000;

/** A state of the stream, or `lost`: a connection broke or could not be opened. */
export type ConnectionEvent = StreamState | "lost";

/** Dependencies of the log. */
export interface ConnectionLogDeps {
	readonly clock: Clock;
	/** Sends a report to the server; a report that gets lost is not sent again. */
	report(report: ConnectionReport): void;
}

/**
 * Measures what only the page can know of its connections: the time to the first frame, broken connections, and
 * fallbacks to polling.
 */
export class ConnectionLog {
	#deps: ConnectionLogDeps;
	#state: StreamState | undefined;
	#connectingSince: number | undefined;
	#firstFrameMs: number | undefined;
	#failures = 0;
	#fallbacks = 0;
	#isScheduled = false;

	constructor(deps: ConnectionLogDeps) {
		this.#deps = deps;
	}

	/** Records an event at a time in milliseconds since 1970. */
	record(event: ConnectionEvent, at = this.#deps.clock.now()): void {
		if (event === "lost") {
			this.#failures++;
			return;
		}
		const previous = this.#state;
		if (event === previous) return;
		this.#state = event;
		const hadSocket = previous === "live" || previous === "catching-up";
		if (hadSocket && (event === "polling" || event === "offline")) this.#fallbacks++;
		if (event === "connecting") this.#connectingSince = at;
		if (event !== "live" && event !== "polling") return;
		if (this.#connectingSince !== undefined) this.#firstFrameMs = at - this.#connectingSince;
		this.#connectingSince = undefined;
		if (this.#isScheduled) return;
		this.#isScheduled = true;
		this.#deps.clock.after(REPORT_DELAY_MS, () => this.#report());
	}

	#report(): void {
		this.#isScheduled = false;
		const report = {
			...(this.#failures > 0 && { failed: this.#failures }),
			...(this.#fallbacks > 0 && { fellBack: this.#fallbacks }),
			...(this.#firstFrameMs !== undefined && { firstFrameMs: Math.round(this.#firstFrameMs) }),
		};
		this.#failures = 0;
		this.#fallbacks = 0;
		this.#firstFrameMs = undefined;
		if (Object.keys(report).length > 0) this.#deps.report(report);
	}
}
