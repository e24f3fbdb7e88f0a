import type { ConnectionReport, ConnectionStatistics } from "../../src/protocol/stream/statistics.ts";
import { type ApiDeps, type ApiResult, createRequestJson } from "./request-json.ts";

const STATISTICS_PATH = "/api/session/statistics";

/** Statistics of the session's stream connections. */
export interface StatisticsApi {
	read(): ApiResult<ConnectionStatistics>;
	/** Adds one connection's report to them. */
	report(report: ConnectionReport): ApiResult<null>;
}

/** The API over `fetch`. */
export function createStatisticsApi(deps: ApiDeps): StatisticsApi {
	const requestJson = createRequestJson(deps);
	return {
		read: () => requestJson(STATISTICS_PATH),
		report: (report) =>
			requestJson(STATISTICS_PATH, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(report),
			}),
	};
}
