import { KIB, MIB } from "../protocol/limits.ts";

/** Milliseconds until changes that a caller waits for are written: long enough that concurrent uploads share a row. */
export const COMMAND_TICK_MS = 4;

/** Milliseconds until changes that no caller waits for (progress) are written: 20 updates a second look live. */
export const PROGRESS_TICK_MS = 50;

/** Frames in the journal's ring. A reader whose cursor is older gets a snapshot. */
export const RING_SLOTS = 4096;

/** Bytes of changes in one frame; a longer tick becomes several frames. Far below SQLite's 2 MB a row. */
export const MAX_FRAME_BYTES = 256 * KIB;

/** Characters of a snapshot that is cached until the next frame; one of 10,000 files has three million. */
export const MAX_CACHED_SNAPSHOT_CHARS = 4 * MIB;

/** Bytes of changes in the journal's ring, however many frames that is. */
export const MAX_RING_BYTES = 8 * MIB;

/** Frames after which a checkpoint is written, so that a wake never replays more than this. */
export const CHECKPOINT_FRAMES = 512;

/** Bytes of changes after which a checkpoint is written: a quarter of the ring, which must reach back to the checkpoint. */
export const CHECKPOINT_BYTES = 2 * MIB;

/** Frames that make a checkpoint worth its rows once the session goes idle. */
export const IDLE_CHECKPOINT_FRAMES = 32;

/** File records in one checkpoint row: about 50 KB, so that one changed file rewrites little. */
export const CHUNK_FILES = 128;

/**
 * Files read at the same time. More than the platform's six outgoing connections, because a file whose head is cached
 * needs none; and files that start in one turn share a journal row and the wait for it.
 */
export const PARALLEL_FILES = 16;

/** Files up to this size go to an extractor many to a call: each takes it a few milliseconds. */
export const SMALL_FILE_BYTES = 256 * KIB;

/** Files in one call of an extractor, and their bytes: a call costs two to seven milliseconds, a small text less than one. */
export const CALL_FILES = 50;
export const CALL_BYTES = 2 * MIB;

/** Calls of an extractor at the same time, each with one large file. Beside them runs one call of small files, which so never wait for large ones. */
export const PARALLEL_LARGE_CALLS = 3;

/** Milliseconds that a call may last at least, however late in a slice it begins. */
export const SHORTEST_TURN_MS = 2_000;

/**
 * Milliseconds without a sign of life from an extractor after which a call is given up: five of its heartbeats. Its death is not always
 * reported: a call that crosses two processes of `wrangler dev` hangs when the other one is killed.
 */
export const EXTRACTOR_SILENT_MS = 15_000;

/** Shortest and longest wait before an extractor that did not answer is called again, in milliseconds. */
export const EXTRACTOR_RETRY_FIRST_MS = 250;
export const EXTRACTOR_RETRY_LONGEST_MS = 15_000;

/** Caption files that are tried for one recording, and recordings that one of them is tried for: more than there are languages of subtitles. */
export const MAX_SIDECARS = 200;

/** Links fetched at the same time: half of the platform's six outgoing connections. */
export const PARALLEL_LINKS = 3;

/** While links are fetched, the alarm is set this many milliseconds ahead, so that a killed isolate wakes again. */
export const LINK_WATCH_MS = 15_000;

/** Bytes after which a broken fetch gets all its tries back: a server that breaks off often can still be read to the end. */
export const LINK_GAIN_BYTES = 5 * MIB;

/** Storage requests after which a slice starts no other file: far below the 1,000 sub-requests of one invocation. */
export const SLICE_REQUESTS = 400;

/** Milliseconds of one slice of work, far below an alarm's 15 minutes. */
export const SLICE_MS = 10_000;

/**
 * Milliseconds for which a slice goes on reading photos and small files while it waits for a call that should have ended: longer than
 * the silence after which a call is given up, so that a file that spins keeps nobody waiting.
 */
export const SLICE_OVERTIME_MS = 20_000;

/** While a slice runs, the alarm is set this many milliseconds ahead, so that a killed isolate wakes again. */
export const SLICE_RESCUE_MS = 5_000;

/** Milliseconds after which an upload that has not ended is presumed dead with its Worker; the file is expected again. */
export const UPLOAD_STALE_MS = 15 * 60_000;

/** Shortest and longest wait before a file is tried again, in milliseconds. */
export const RETRY_FIRST_MS = 1_000;
export const RETRY_LONGEST_MS = 60_000;

/** Idempotency records of one session: a tab that was offline repeats far fewer commands. About 100 bytes each, in one checkpoint row. */
export const MAX_IDEMPOTENCY_RECORDS = 1_000;

/** Tabs whose commands are remembered; the least recently active is dropped first. */
export const MAX_IDEMPOTENCY_TABS = 100;

/** Milliseconds for which an answer is remembered: the default retention of a session, so an outbox may wait that long. */
export const IDEMPOTENCY_MS = 7 * 24 * 60 * 60_000;

/** Milliseconds of an hour. */
export const HOUR_MS = 60 * 60_000;

/** Unused tickets of the owner and of each share: one for every socket that opens at the same time. */
export const MAX_TICKETS = 32;

/** Sockets of one session; the platform's own limit is 32,768. */
export const MAX_SOCKETS = 10_000;

/** Unread bytes at which a socket is paused, and at which it resumes with what it missed. */
export const SOCKET_HIGH_BYTES = 256 * KIB;
export const SOCKET_LOW_BYTES = 32 * KIB;

/** Milliseconds between two checks of paused sockets. */
export const PAUSED_CHECK_MS = 250;

/** Milliseconds after which a paused socket that still has not read is closed with `slow`. Longer than a phone takes to change networks. */
export const SLOW_PATIENCE_MS = 30_000;

/**
 * Unread bytes of one socket beyond which nothing more is sent: what a stalled socket costs at most, unless a single message
 * is longer. A stream socket is paused; a dialect's socket, which has no way to learn what it missed, is closed with `slow`.
 */
export const MAX_SOCKET_BACKLOG_BYTES = 2 * MIB;

/** Longest message that a client may send up a socket, in characters. */
export const MAX_UP_MESSAGE_CHARS = 4096;

/** Open server-sent event streams and waiting polls of one session: each keeps the actor awake. */
export const MAX_WAITING_READERS = 200;

/** Unread bytes at which an event stream is paused; once they are read it gets what it missed in one frame. */
export const EVENT_BACKLOG_BYTES = 256 * KIB;

/** Milliseconds after the last change for which announced files that are not being sent keep an event stream open. */
export const EXPECTED_LINGER_MS = 60_000;

/** Reconnects a second for which the retry window is sized. Full jitter makes some seconds busier. */
export const RECONNECTS_PER_SECOND = 200;

/** Milliseconds by which a heartbeat may be early, so that one wake serves sockets opened at different times. */
export const HEARTBEAT_SLACK_MS = 3_000;

/** `retry:` of an event stream that was closed because the session is idle, in milliseconds. */
export const IDLE_RETRY_MS = 30_000;

/**
 * Milliseconds after the last change at which a session collects objects that belong to no file, and the age an object must
 * have: longer than any request lasts. A Worker that is killed between storing and reporting leaves one.
 */
export const ORPHAN_AGE_MS = 60 * 60_000;

/** Milliseconds until deletions that storage refused are tried again. */
export const DELETION_RETRY_MS = 60_000;

/** Bytes of the smallest part R2 accepts, except for the last. All parts of an upload but the last must be equal. */
export const MIN_PART_BYTES = 5 * MIB;

/** The highest number that a part may have in R2. */
export const MAX_PART_NUMBER = 10_000;

/** Parts an upload is cut into at most. The remaining numbers replace those that dead writers may have used. */
export const PLANNED_PARTS = 9_000;

/** Parts of one upload in flight or not yet reported to the session, so that reading overlaps with storing. */
export const PART_WINDOW = 3;

/** Parts in one row of `parts`: a commit rewrites only the recent ones, however long the upload is. */
export const PARTS_PER_ROW = 64;

/** Milliseconds of silence after which a writer may be replaced by another request at the stored offset. */
export const LEASE_SILENT_MS = 30_000;

/** Milliseconds a HEAD waits for a writer that is still storing what arrived before its connection was lost. */
export const HEAD_PATIENCE_MS = 3_000;

/** Hours after the last change until a session is removed, when the variable is absent or not a number: a week. */
export const DEFAULT_RETENTION_HOURS = 168;

/** Hours after the last change until an unfinished upload is removed, when the variable is absent or not a number. */
export const DEFAULT_UPLOAD_HOURS = 24;

/** Milliseconds until completing an upload is tried again after storage refused to join its parts. */
export const FINISH_RETRY_MS = 5_000;

/** Milliseconds between two gauges of stored bytes: four a second look live and cost little. */
export const GAUGE_TICK_MS = 250;

/** Partial uploads in one final upload: their addresses must fit into one header. */
export const MAX_CONCAT_PARTS = 100;

/**
 * Milliseconds after a session was removed at which it purges its objects once more: longer than a Worker trusts an earlier
 * admission (`src/routes/auth/known-token-hashes.ts`) and then takes to store a small body.
 */
export const LATE_PURGE_MS = 2 * 60_000;
