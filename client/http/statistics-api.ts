import type { ConnectionReport, ConnectionStatistics } from "../../src/protocol/stream/statistics.ts";
import { type Answer, type AskDeps, createAsk } from "./request.ts";

const ADDRESS = "/api/session/statistics";

/** How the streams of this session were opened. */
export interface StatisticsApi {
	read(): Answer<ConnectionStatistics>;
	tell(report: ConnectionReport): Answer<null>;
}

/** The API over `fetch`. */
export function createStatisticsApi(deps: AskDeps): StatisticsApi {
	const { askFor } = createAsk(deps);
	return {
		read: () => askFor(ADDRESS),
		tell: (report) =>
			askFor(ADDRESS, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(report),
			}),
	};
}
