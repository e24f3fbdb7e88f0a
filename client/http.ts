/**
 * Requests to Darkroom's JSON API, and the policy by which failed ones are repeated. This file is the part's public interface:
 * other code imports from it and not from `client/http/`.
 */
export { type Api, createApi } from "./http/api.ts";
export { backoff } from "./http/backoff.ts";
export { type Clock, delay, systemClock } from "./http/clock.ts";
export type { Failure } from "./http/failure.ts";
export { createGuestApi, withOutlineSnapshot } from "./http/guest-api.ts";
export { createLinksApi, type LinksApi } from "./http/links-api.ts";
export type { ApiResult } from "./http/request-json.ts";
export { createRetry, type Retry } from "./http/retry.ts";
export { createServerFetch } from "./http/server-fetch.ts";
export { createShareApi, type ShareApi, type ShareOptions } from "./http/share-api.ts";
export { createStatisticsApi } from "./http/statistics-api.ts";
