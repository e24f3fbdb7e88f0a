import type { Gauges, TimeLeft as ToldTimeLeft } from "../../../src/protocol/stream/frame.ts";
import { leftAfter } from "../../../src/protocol/stream/time-left.ts";
import type { Pace, TimeLeft } from "./pace.ts";

/** What the server has last told of the time that developing takes, counted down since. */
export class ServerForecast {
	#told: { readonly gauge: ToldTimeLeft; readonly at: number } | undefined;

	/** Takes the gauge of a frame, if it brings one; `null` when nobody can tell, or nothing is left. */
	heard(gauge: Gauges["timeLeft"], at: number): void {
		if (gauge !== undefined) this.#told = gauge === null ? undefined : { gauge, at };
	}

	/** Seconds until everything is developed whose bytes are stored. */
	left(now: number): TimeLeft | undefined {
		if (this.#told === undefined) return undefined;
		const { queue } = leftAfter(this.#told.gauge, now - this.#told.at);
		return { from: queue.from / 1000, to: queue.to / 1000 };
	}
}

/**
 * Joins what the page sees arrive with what the server knows of its queue: sending and developing go on at the same time, so
 * the longer one counts. Once everything is stored, the server alone knows.
 */
export function joinForecasts(pace: Pace, server: TimeLeft | undefined, isSending: boolean): Pace {
	const { left } = pace;
	if (server === undefined || pace.halt !== undefined) return pace;
	if (!isSending) return { ...pace, left: server };
	if (left === undefined) return pace;
	return { ...pace, left: { from: Math.max(left.from, server.from), to: Math.max(left.to, server.to) } };
}
