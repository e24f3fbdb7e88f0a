import { KIB } from "../protocol/limits.ts";

/** Redirects that are followed: what browsers follow is twenty, what anybody needs is three. */
export const MAX_HOPS = 5;

/** Milliseconds for all addresses of a link together until its bytes begin: names, redirects, and a server that thinks. */
export const OPEN_MS = 30_000;

/** Milliseconds without a byte after which a server is given up. */
export const IDLE_MS = 20_000;

/** Bytes a second that must come over a window of so many milliseconds: a drip would hold a connection for days. */
export const MIN_RATE = 1 * KIB;
export const RATE_WINDOW_MS = 30_000;

/** Milliseconds of one try altogether. What is not there by then is fetched by the next one, where its server lets it. */
export const TRY_MS = 60 * 60_000;

/** Bytes of a page in which the address of its oEmbed description is looked for: it stands in the head. */
export const PAGE_HEAD_BYTES = 256 * KIB;

/** Bytes of an answer that is JSON: an oEmbed description, or what a name stands for. */
export const MAX_JSON_BYTES = 64 * KIB;

/** Characters of a text that a page tells of itself. */
export const MAX_TOLD_CHARS = 500;

/** Milliseconds that a server may ask to be left alone (`Retry-After`) before that counts as no. */
export const MAX_RETRY_AFTER_MS = 60 * 60_000;
