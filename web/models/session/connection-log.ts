import type { Clock } from "../../../client/http/clock.ts";
import type { StreamState } from "../../../client/stream/event-stream.ts";
import type { ConnectionReport } from "../../../src/protocol/stream/statistics.ts";

/** Milliseconds after the page is live until it tells: by then it is known whether the line holds. */
const TELL_MS = 5_000;

/** What the stream says of itself, or that a line broke or could not be opened. */
export type Noted = StreamState | "lost";

/** What a log needs. */
export interface ConnectionLogDeps {
	readonly clock: Clock;
	/** Tells the server. What is lost on the way is missed by nobody. */
	tell(report: ConnectionReport): void;
}

/** What only the page knows of its connections: how long the first word took, which lines broke, how often it fell back. */
export class ConnectionLog {
	#deps: ConnectionLogDeps;
	#state: StreamState | undefined;
	#begunAt: number | undefined;
	#firstFrameMs: number | undefined;
	#failed = 0;
	#fellBack = 0;
	#isDue = false;

	constructor(deps: ConnectionLogDeps) {
		this.#deps = deps;
	}

	/** Something happened at this time, in milliseconds since 1970. */
	note(what: Noted, at = this.#deps.clock.now()): void {
		if (what === "lost") {
			this.#failed++;
			return;
		}
		const before = this.#state;
		if (what === before) return;
		this.#state = what;
		const hadSocket = before === "live" || before === "catching-up";
		if (hadSocket && (what === "polling" || what === "offline")) this.#fellBack++;
		if (what === "connecting") this.#begunAt = at;
		if (what !== "live" && what !== "polling") return;
		if (this.#begunAt !== undefined) this.#firstFrameMs = at - this.#begunAt;
		this.#begunAt = undefined;
		if (this.#isDue) return;
		this.#isDue = true;
		this.#deps.clock.after(TELL_MS, () => this.#tell());
	}

	#tell(): void {
		this.#isDue = false;
		const report = {
			...(this.#failed > 0 && { failed: this.#failed }),
			...(this.#fellBack > 0 && { fellBack: this.#fellBack }),
			...(this.#firstFrameMs !== undefined && { firstFrameMs: Math.round(this.#firstFrameMs) }),
		};
		this.#failed = 0;
		this.#fellBack = 0;
		this.#firstFrameMs = undefined;
		if (Object.keys(report).length > 0) this.#deps.tell(report);
	}
}
