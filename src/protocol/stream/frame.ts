import * as z from "zod/mini";
import { change } from "../files/change.ts";
import { outline } from "./outline.ts";

/** A time that is not known exactly: at least and at most so many milliseconds. */
export const span = z.object({ from: z.int().check(z.nonnegative()), to: z.int().check(z.nonnegative()) });

/** How long it will take, as a span. It counts down from the frame's `at`, unless it is held. */
export const timeLeft = z.object({
	/** Until every file is done, also those whose bytes are still to come; `null` while too little came to tell. */
	all: z.nullable(span),
	/** Until every file is done whose bytes are stored. */
	queue: span,
	/** Why it stands still. */
	held: z.optional(z.enum(["paused", "no-bytes"])),
});

/** Latest-wins numbers. They ride in a frame's `gauges`, are never journalled, and may be lost without harm. */
export const gauges = z.object({
	/** Bytes stored so far of files whose upload is under way, by file number. */
	stored: z.optional(z.record(z.string(), z.int())),
	/** Bytes of partial uploads of which no final one has made a file: so many are stored, of so many that were said. */
	partial: z.optional(
		z.object({ stored: z.int().check(z.nonnegative()), bytes: z.int().check(z.nonnegative()) }),
	),
	/** The ticket of the file that runs next: rank = ticket − head. */
	head: z.optional(z.int()),
	/** Files that wait for extraction. */
	waiting: z.optional(z.int()),
	/** Files that are being extracted. */
	running: z.optional(z.int()),
	/** `null` when nothing is left, or nobody can tell yet. */
	timeLeft: z.optional(z.nullable(timeLeft)),
});

/**
 * All changes of one tick, numbered: the unit of the journal, of a socket message, of a server-sent event and of a
 * poll's answer. `from` is the `to` of the frame before it. A frame with `reset` is a snapshot: the reader forgets
 * what it had, then applies the changes as always.
 */
export const frame = z.object({
	epoch: z.string(),
	from: z.int(),
	to: z.int(),
	/** Milliseconds since 1970 at the server. */
	at: z.int(),
	reset: z.optional(z.literal(true)),
	changes: z.array(change),
	/** In a snapshot for readers who asked for it: the files, without their details. */
	outline: z.optional(outline),
	gauges: z.optional(gauges),
});

export type Span = z.infer<typeof span>;
export type TimeLeft = z.infer<typeof timeLeft>;
export type Gauges = z.infer<typeof gauges>;
export type Frame = z.infer<typeof frame>;
