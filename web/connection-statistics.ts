import { browserClock } from "../client/http/clock.ts";
import { createStatisticsApi } from "../client/http/statistics-api.ts";
import { ConnectionLog, type Noted } from "./models/session/connection-log.ts";

const api = createStatisticsApi({
	fetch: (path, init) => fetch(path, init),
	clock: browserClock,
	changed: () => {},
});

/** How the streams of this session were opened so far; `undefined` when the server does not tell. */
export async function readStatistics() {
	const answer = await api.read();
	return answer.ok ? answer.value : undefined;
}

/** Takes up the log of the connection, with what happened before it was loaded. Gives what notes the rest. */
export function keepConnectionLog(early: readonly [Noted, number][], mayTell: () => boolean) {
	const log = new ConnectionLog({
		clock: browserClock,
		tell: (report) => mayTell() && void api.tell(report),
	});
	for (const [what, at] of early) log.note(what, at);
	return (what: Noted) => log.note(what);
}
