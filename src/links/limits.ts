import { KIB } from "../protocol/limits.ts";

/** Redirects followed. Browsers follow 20 (Fetch, HTTP-redirect fetch); legitimate links need about three. */
export const MAX_REDIRECTS = 5;

/** Milliseconds until the body begins: name lookups, redirects and slow servers, all together. */
export const OPEN_MS = 30_000;

/** Milliseconds without a byte after which the attempt ends. */
export const IDLE_MS = 20_000;

/** Minimum rate over each window. Without it, a server that trickles bytes could hold a connection for days. */
export const MIN_BYTES_PER_SECOND = 1 * KIB;
export const RATE_WINDOW_MS = 30_000;

/** Milliseconds for one attempt. The next one resumes the download if the server supports ranges. */
export const ATTEMPT_MS = 60 * 60_000;

/** Bytes of a page that are searched for its oEmbed `<link>`, which belongs in the head. */
export const PAGE_HEAD_BYTES = 256 * KIB;

/** Bytes of a JSON response: an oEmbed description, or a DNS answer. */
export const MAX_JSON_BYTES = 64 * KIB;

/** Characters of each text in an oEmbed description. */
export const MAX_EMBED_TEXT_CHARS = 500;

/** A longer `Retry-After` (milliseconds) is ignored. */
export const MAX_RETRY_AFTER_MS = 60 * 60_000;
