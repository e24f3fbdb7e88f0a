import * as z from "zod/mini";
import { change } from "../files/change.ts";
import { outline } from "./outline.ts";

/** A duration that is not known exactly: at least `from` and at most `to`, in milliseconds. */
export const durationRange = z.object({
	from: z.int().check(z.nonnegative()),
	to: z.int().check(z.nonnegative()),
});

/** How long it will take. Counts down from the frame's `at`, unless it is held. */
export const timeLeft = z.object({
	/** Until every file is done, including those whose bytes are still to come; `null` while too few have come for an estimate. */
	all: z.nullable(durationRange),
	/** Until every file whose bytes are stored is done. */
	queue: durationRange,
	/** Why it does not count down. */
	held: z.optional(z.enum(["paused", "no-bytes"])),
});

/** Latest-wins numbers. They travel in a frame's `gauges`, are never journalled, and can be lost without harm. */
export const gauges = z.object({
	/** Bytes stored so far of files whose upload is under way, by file number. */
	stored: z.optional(z.record(z.string(), z.int())),
	/** Partial uploads (tus concatenation) that no final upload has joined yet: bytes stored, of `bytes` declared. */
	partial: z.optional(
		z.object({ stored: z.int().check(z.nonnegative()), bytes: z.int().check(z.nonnegative()) }),
	),
	/** The ticket of the file that runs next: rank = ticket − head. */
	head: z.optional(z.int()),
	/** Files that wait for extraction. */
	waiting: z.optional(z.int()),
	/** Files that are being extracted. */
	running: z.optional(z.int()),
	/** `null` when nothing is left to do, or there is no estimate yet. */
	timeLeft: z.optional(z.nullable(timeLeft)),
});

/**
 * All changes of one tick, numbered: the unit of the journal, of a socket message, of a server-sent event and of a
 * poll's answer. `from` is the `to` of the frame before it. A frame with `reset` is a snapshot: the reader discards
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

export type DurationRange = z.infer<typeof durationRange>;
export type TimeLeft = z.infer<typeof timeLeft>;
export type Gauges = z.infer<typeof gauges>;
export type Frame = z.infer<typeof frame>;
