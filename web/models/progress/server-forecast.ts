import type { Gauges, TimeLeft as TimeLeftGauge } from "../../../src/protocol/stream/frame.ts";
import { leftAfter } from "../../../src/protocol/stream/time-left.ts";
import type { PaceEstimate, SecondsLeft } from "./pace.ts";

/** The server's latest forecast of the time that reading takes, counted down since. */
export class ServerForecast {
	#latest: { readonly gauge: TimeLeftGauge; readonly at: number } | undefined;

	/** Sets the gauge of a frame, if it has one; `null`: unknown, or nothing is left. */
	update(gauge: Gauges["timeLeft"], at: number): void {
		if (gauge !== undefined) this.#latest = gauge === null ? undefined : { gauge, at };
	}

	/** Seconds until every stored file has been read. */
	remaining(now: number): SecondsLeft | undefined {
		if (this.#latest === undefined) return undefined;
		const { queue } = leftAfter(this.#latest.gauge, now - this.#latest.at);
		return { from: queue.from / 1000, to: queue.to / 1000 };
	}
}

/**
 * Combines the page's own estimate with the server's: uploading and reading overlap, so the longer one counts. Once
 * everything is stored, only the server's estimate counts.
 */
export function joinForecasts(
	pace: PaceEstimate,
	server: SecondsLeft | undefined,
	isSending: boolean,
): PaceEstimate {
	const { left } = pace;
	if (server === undefined || pace.halt !== undefined) return pace;
	if (!isSending) return { ...pace, left: server };
	if (left === undefined) return pace;
	return { ...pace, left: { from: Math.max(left.from, server.from), to: Math.max(left.to, server.to) } };
}
