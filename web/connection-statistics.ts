import { createStatisticsApi, systemClock } from "../client/http.ts";
import { type ConnectionEvent, ConnectionLog } from "./models/session/connection-log.ts";

const api = createStatisticsApi({
	fetch: (path, init) => fetch(path, init),
	clock: systemClock,
});

/** How the streams of this session have been opened; `undefined` if the server does not say. */
export async function readStatistics() {
	const answer = await api.read();
	return answer.ok ? answer.value : undefined;
}

/**
 * Starts the connection log with the events from before it was loaded. Returns a function that records further events.
 */
export function startConnectionLog(
	earlyEvents: readonly [ConnectionEvent, number][],
	mayReport: () => boolean,
) {
	const log = new ConnectionLog({
		clock: systemClock,
		report: (report) => mayReport() && void api.report(report),
	});
	for (const [event, at] of earlyEvents) log.record(event, at);
	return (event: ConnectionEvent) => log.record(event);
}
