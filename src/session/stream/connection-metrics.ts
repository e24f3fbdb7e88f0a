import type { ConnectionReport, ConnectionStatistics } from "../../protocol/stream/statistics.ts";

export type Transport = keyof ConnectionStatistics["opened"];
export type Resumption = keyof ConnectionStatistics["resumed"];

const NONE: ConnectionStatistics = {
	opened: { socket: 0, events: 0, poll: 0 },
	resumed: { nothing: 0, tail: 0, snapshot: 0 },
	failed: 0,
	fellBack: 0,
	firstFrame: { count: 0, ms: 0 },
};

/** How a reader's way back is called: what it missed is one frame, or nothing. */
export function resumptionOf(missed: { readonly reset?: true } | undefined): Resumption {
	if (missed === undefined) return "nothing";
	return missed.reset ? "snapshot" : "tail";
}

/** Counts how the streams of a session are opened. In memory: the counts ride in the session's row when that is written. */
export class Connections {
	#counted: ConnectionStatistics;

	constructor(kept: ConnectionStatistics = NONE) {
		this.#counted = kept;
	}

	get statistics(): ConnectionStatistics {
		return this.#counted;
	}

	/** A stream was opened, and told what its reader had missed. */
	opened(transport: Transport, resumption: Resumption): void {
		const { opened, resumed } = this.#counted;
		this.#counted = {
			...this.#counted,
			opened: { ...opened, [transport]: opened[transport] + 1 },
			resumed: { ...resumed, [resumption]: resumed[resumption] + 1 },
		};
	}

	/** A client told what only it can know. */
	told({ failed = 0, fellBack = 0, firstFrameMs }: ConnectionReport): void {
		const { firstFrame } = this.#counted;
		const told = firstFrameMs !== undefined;
		this.#counted = {
			...this.#counted,
			failed: this.#counted.failed + failed,
			fellBack: this.#counted.fellBack + fellBack,
			firstFrame: told ? { count: firstFrame.count + 1, ms: firstFrame.ms + firstFrameMs } : firstFrame,
		};
	}
}
