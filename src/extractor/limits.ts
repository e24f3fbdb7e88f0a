import { KIB } from "../protocol/limits.ts";

/** Calls that read at the same time in one isolate. They share its thread and its 128 MB. */
export const PARALLEL_CALLS = 6;

/** Milliseconds between two signs of life during a call. Its session gives the call up after five times as long (`EXTRACTOR_SILENT_MS`). */
export const HEARTBEAT_MS = 3_000;

/** What is reported in one message: at most so many characters of text, and nothing waits longer than so many milliseconds. */
export const UPDATE_CHARS = 512 * KIB;
export const UPDATE_MS = 100;

/** Characters of text and chunks of one file that are kept at hand, so that a short document is read without asking back. */
export const KEPT_CHARS = 1024 * KIB;

/** Pictures that wait for the decoder of an isolate: each holds up to 12 MB. */
export const MAX_WAITING_PICTURES = 4;
