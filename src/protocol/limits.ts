/**
 * Every bound that both ends must know, with its unit and its reason. Bounds that one area alone needs (slices, ticks,
 * extraction) are in that area's own `limits.ts`.
 */

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** Files in one manifest: what one drop of a large folder holds, and what the third seed promises. */
export const MAX_MANIFEST_FILES = 10_000;

/** Files in one session, over all its batches: they are folded in memory (about 400 B each) in an isolate of 128 MB. */
export const MAX_SESSION_FILES = 50_000;

/** Records in one answer of `GET /api/session/files`: about 400 KB, the rows of many screens. */
export const MAX_LISTED_FILES = 1_000;

/** Batches in one session: each costs a record in every snapshot. */
export const MAX_SESSION_BATCHES = 2_000;

/** Bytes of a manifest's JSON: 10,000 entries of about 800 B, which is a long path and a hash each. */
export const MAX_MANIFEST_BYTES = 8 * MIB;

/** Links in one request, and bytes of its JSON: a thousand of 2 KB each. */
export const MAX_LINKS = 1_000;
export const MAX_LINKS_BYTES = 4 * MIB;

/** Characters of one link: what browsers and servers accept without complaint. */
export const MAX_LINK_LENGTH = 2_048;

/** Files in one form. */
export const MAX_FORM_FILES = 100;

/** Bytes of all files of one form. Each is held in memory until R2 has it, so this bounds a request's memory. */
export const MAX_FORM_BYTES = 32 * MIB;

/** Bytes of one raw body: what the ordinary Cloudflare plan lets through in one request. */
export const MAX_BODY_BYTES = 100 * MIB;

/** Bytes of one file that a manifest may declare: 10,000 R2 parts of 5 MiB, rounded down to 48 GiB. */
export const MAX_FILE_BYTES = 48 * 1024 * MIB;

/** UTF-8 bytes of a file's name: the longest that common file systems allow, so that a download can be saved. */
export const MAX_NAME_BYTES = 255;

/** UTF-8 bytes of a relative path, folders included. Longer paths lose their outermost folders. */
export const MAX_PATH_BYTES = 1024;

/** Characters of a batch key. The seeds' ids (UUIDs, `test_session_…`) are far shorter. */
export const MAX_BATCH_KEY_LENGTH = 128;

/** Attempts before a file fails: enough for a hiccup, few enough that a file that kills the isolate is stopped soon. */
export const MAX_ATTEMPTS = 3;

/** Longest `wait=` of a long-poll, in seconds: below the 30 s at which proxies begin to give up. */
export const MAX_WAIT_S = 25;

/** Milliseconds of silence after which a client sends `ping`. */
export const HEARTBEAT_MS = 25_000;

/** Milliseconds without a `pong` after a `ping`: then the socket is dead. */
export const PONG_TIMEOUT_MS = 8_000;

/** Milliseconds between two heartbeats that the server sends to the sockets of dialects (seed 001: every 30 seconds). */
export const DIALECT_HEARTBEAT_MS = 30_000;

/** Hits of one answer, by default and at most. */
export const DEFAULT_SEARCH_HITS = 20;
export const MAX_SEARCH_HITS = 50;

/** How far one can page through the hits: beyond that, other words find it sooner. */
export const MAX_SEARCH_OFFSET = 1_000;

/** Characters and terms of one query. */
export const MAX_QUERY_CHARS = 512;
export const MAX_QUERY_TERMS = 32;
