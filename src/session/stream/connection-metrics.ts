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

/** How a reader resumed: nothing missed, a tail of frames, or a snapshot. */
export function resumptionOf(missed: { readonly reset?: true } | undefined): Resumption {
	if (missed === undefined) return "nothing";
	return missed.reset ? "snapshot" : "tail";
}

/** Counts how the streams of a session are opened. In memory: the counts are saved whenever the session's row is written. */
export class ConnectionMetrics {
	#counted: ConnectionStatistics;

	constructor(saved: ConnectionStatistics = NONE) {
		this.#counted = saved;
	}

	get statistics(): ConnectionStatistics {
		return this.#counted;
	}

	/** A stream was opened and its reader resumed. */
	addOpened(transport: Transport, resumption: Resumption): void {
		const { opened, resumed } = this.#counted;
		this.#counted = {
			...this.#counted,
			opened: { ...opened, [transport]: opened[transport] + 1 },
			resumed: { ...resumed, [resumption]: resumed[resumption] + 1 },
		};
	}

	/** A client reported what only it can know. */
	addReport({ failed = 0, fellBack = 0, firstFrameMs }: ConnectionReport): void {
		const { firstFrame } = this.#counted;
		this.#counted = {
			...this.#counted,
			failed: this.#counted.failed + failed,
			fellBack: this.#counted.fellBack + fellBack,
			firstFrame:
				firstFrameMs === undefined
					? firstFrame
					: { count: firstFrame.count + 1, ms: firstFrame.ms + firstFrameMs },
		};
	}
}
