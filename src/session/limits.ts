import { KIB, MIB } from "../protocol/limits.ts";

/** Changes that a caller waits for are written after this many milliseconds: long enough that concurrent uploads share a row. */
export const COMMAND_TICK_MS = 4;

/** Changes that nobody waits for (stages reached) are written after this many milliseconds: 20 pictures a second look live. */
export const PROGRESS_TICK_MS = 50;

/** Frames that the journal keeps. A reader who stands further back gets a snapshot. */
export const RING_SLOTS = 4096;

/** Bytes of changes in one frame; a longer tick becomes several frames. Far below the 2 MB of a row. */
export const MAX_FRAME_BYTES = 256 * KIB;

/** Characters of a snapshot that is kept until the next frame: that of ten thousand files has three million. */
export const MAX_KEPT_SNAPSHOT_CHARS = 4 * MIB;

/** Bytes of changes that the journal keeps, whatever their number. */
export const MAX_RING_BYTES = 8 * MIB;

/** Frames after which the file records are written out, so that a wake never folds more than this. */
export const CHECKPOINT_FRAMES = 512;

/** Bytes of changes after which the file records are written out. A quarter of the ring, which must reach back to the checkpoint. */
export const CHECKPOINT_BYTES = 2 * MIB;

/** Frames that make a checkpoint worth its rows once the work is done. */
export const IDLE_CHECKPOINT_FRAMES = 32;

/** File records in one checkpoint row: about 50 KB, so that one changed file rewrites little. */
export const CHUNK_FILES = 128;

/**
 * Files that are read at the same time. Those whose head is at hand need no connection, of which the platform opens six at
 * once and lets the others wait; and what begins in one turn shares a row and the wait for it.
 */
export const PARALLEL_FILES = 16;

/** Links that are fetched at the same time: half of the six connections that the platform opens at once. */
export const PARALLEL_LINKS = 3;

/** While links are fetched, the alarm stands this many milliseconds ahead: a killed isolate is woken again. */
export const LINK_WATCH_MS = 15_000;

/** Bytes that make a try worth another three: a server that breaks off often may still be read to the end. */
export const LINK_GAIN_BYTES = 5 * MIB;

/** Storage requests after which a slice of work begins no other file: with those under way it stays near the 50 of the smallest plan. */
export const SLICE_REQUESTS = 40;

/** Milliseconds of one work slice, far below the 15 minutes of an alarm. */
export const SLICE_MS = 10_000;

/** While a slice runs, the alarm stands this many milliseconds ahead: a killed isolate is woken again. */
export const SLICE_RESCUE_MS = 5_000;

/** An upload that has not ended after this many milliseconds has died with its Worker; the file is expected again. */
export const UPLOAD_STALE_MS = 15 * 60_000;

/** First and longest wait before a file is tried again, in milliseconds. */
export const RETRY_FIRST_MS = 1_000;
export const RETRY_LONGEST_MS = 60_000;

/**
 * Answers to numbered commands that are remembered: a tab that was offline asks for far fewer. About 100 bytes each,
 * all in one row of the checkpoint.
 */
export const MAX_RECEIPTS = 1_000;

/** Tabs whose commands are remembered; the one that was silent longest is forgotten first. */
export const MAX_RECEIPT_TABS = 100;

/** Milliseconds for which an answer is remembered: as long as a session is kept by default, so an outbox may wait that long. */
export const RECEIPT_AGE_MS = 7 * 24 * 60 * 60_000;

/** Milliseconds of an hour. */
export const HOUR_MS = 60 * 60_000;

/** Tickets that were asked for and not used, of the owner and of each share: one for every socket that opens at a time. */
export const MAX_TICKETS = 32;

/** Sockets of one session; the platform closes the door at 32,768. */
export const MAX_SOCKETS = 10_000;

/** Unread bytes at which a reader of frames is told no more, and at which it is told what it missed. */
export const SOCKET_HIGH_BYTES = 256 * KIB;
export const SOCKET_LOW_BYTES = 32 * KIB;

/** Milliseconds between two looks at readers that are told no more. */
export const HELD_CHECK_MS = 250;

/** Milliseconds after which a reader that still has not read is closed with `slow`. Longer than a phone changes its network. */
export const SLOW_PATIENCE_MS = 30_000;

/**
 * Unread bytes that no message may add to: what a stalled socket costs at most, unless a single message is longer. A
 * reader of frames is held, the socket of a dialect, which nobody could tell what it missed, closed with `slow`.
 */
export const MAX_SOCKET_BACKLOG_BYTES = 2 * MIB;

/** Longest message that a client may send up a socket, in characters. */
export const MAX_UP_MESSAGE_CHARS = 4096;

/** Open server-sent event streams and waiting polls of one session: each keeps the actor awake. */
export const MAX_WAITING_READERS = 200;

/** Unread bytes at which an event stream is told no more; when they are read it gets what it missed in one piece. */
export const EVENT_BACKLOG_BYTES = 256 * KIB;

/** Milliseconds for which announced files that nobody sends keep an event stream open after the last change. */
export const EXPECTED_LINGER_MS = 60_000;

/** Reconnects that one actor should see in a second; the retry window is spread for it. Chance adds to it in some seconds. */
export const RECONNECTS_PER_SECOND = 200;

/** Milliseconds between two heartbeats of the images-mvp dialect (seed 001: every 30 seconds). */
export const DIALECT_HEARTBEAT_MS = 30_000;

/** Milliseconds by which a heartbeat may come early, so that one wake serves sockets that were opened apart. */
export const HEARTBEAT_SLACK_MS = 3_000;

/** `retry:` of an event stream that was closed because there is nothing to do, in milliseconds. */
export const IDLE_RETRY_MS = 30_000;

/**
 * Milliseconds after the last change at which a session looks for objects that belong to no file, and how old such an
 * object must be: longer than any request lasts. A Worker that is killed between storing and telling leaves one.
 */
export const ORPHAN_AGE_MS = 60 * 60_000;

/** Removing objects that storage refused to remove is tried again after this many milliseconds. */
export const TRASH_RETRY_MS = 60_000;

/** Bytes of the smallest part that R2 takes, the last one aside. Parts of one upload are equal, again but the last. */
export const MIN_PART_BYTES = 5 * MIB;

/** The highest number that a part may have in R2. */
export const MAX_PART_NUMBER = 10_000;

/** Parts into which an upload is cut at most. The other numbers are for those that writers which died may have used. */
export const PLANNED_PARTS = 9_000;

/** Parts of one upload that are under way or not yet told to the session: reading overlaps with storing. */
export const PART_WINDOW = 3;

/** Parts in one row of `parts`: a commit rewrites the young ones only, however long the upload has become. */
export const PARTS_PER_ROW = 64;

/** A writer that was not heard of for this many milliseconds may be replaced by another request at the stored offset. */
export const LEASE_SILENT_MS = 30_000;

/** How long, in milliseconds, a HEAD waits for a writer that is still storing what arrived before its line was cut. */
export const HEAD_PATIENCE_MS = 3_000;

/** Hours after the last change until a session is removed, when the variable is absent or is no number: a week. */
export const DEFAULT_RETENTION_HOURS = 168;

/** Hours after the last change until a half upload is removed, when the variable is absent or is no number. */
export const DEFAULT_UPLOAD_HOURS = 24;

/** Milliseconds until an upload whose bytes are all there, but which storage would not put together, is tried again. */
export const FINISH_RETRY_MS = 5_000;

/** Bytes stored so far are told this often, in milliseconds: four times a second looks live and costs little. */
export const GAUGE_TICK_MS = 250;

/** Partial uploads in one final upload: their addresses stand in one header. */
export const MAX_CONCAT_PARTS = 100;

/**
 * Milliseconds after which a session that was removed looks once more for objects under its name: longer than a Worker
 * believes an old yes of it (`src/routes/auth/known-token-hashes.ts`) and then takes to store a small body.
 */
export const LATE_PURGE_MS = 2 * 60_000;
