import * as z from "zod/mini";
import { batchKey } from "../files/manifest.ts";
import type { CommandReply } from "../http/reply.ts";
import type { Problem } from "../problem.ts";

/** The commands that a person can give about files, apart from removing them. */
export const VERBS = ["retry", "pause", "resume", "cancel"] as const;

/** Which files a command is about: one, one batch's, or all. */
export const target = z.union([
	z.strictObject({ file: z.int().check(z.positive()) }),
	z.strictObject({ key: batchKey }),
	z.literal("session"),
]);

/** The name that a tab gives itself: random, so that no two tabs of a session share one. */
const tab = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/));

/**
 * From client to server: do something at most once. A tab numbers its commands; the same tab and number again, over any
 * transport and after any crash, gets the first one's answer and has no further effect.
 */
export const commandMessage = z
	.strictObject({
		type: z.literal("command"),
		tab,
		number: z.int().check(z.positive()),
		do: z.enum([...VERBS, "remove"]),
		target,
	})
	// Removing everything is `DELETE /api/session`, after which there is no session to answer a repeat.
	.check(z.refine((message) => message.do !== "remove" || message.target !== "session"));

export type Verb = (typeof VERBS)[number];
export type Target = z.infer<typeof target>;
export type CommandMessage = z.infer<typeof commandMessage>;

/** What can be done to files: a verb, or removing them. */
export type CommandAction = CommandMessage["do"];

/** What makes a command idempotent: the tab that gave it, and its number there. */
export type IdempotencyKey = Pick<CommandMessage, "tab" | "number">;

/** From server to client: the result of a command. `cursor` is at or after everything that it changed. */
export type AnswerMessage = { readonly type: "answer" } & IdempotencyKey &
	({ readonly value: CommandReply } | { readonly problem: Problem });

const IDEMPOTENCY_KEY_PATTERN = /^"?([A-Za-z0-9_-]{8,64})\.([1-9][0-9]{0,14})"?$/;

/** Parses the header `Idempotency-Key: <tab>.<number>`, with or without quotes; `undefined` when it is malformed. */
export function parseIdempotencyKey(text: string): IdempotencyKey | undefined {
	const found = IDEMPOTENCY_KEY_PATTERN.exec(text.trim());
	return found?.[1] && found[2] ? { tab: found[1], number: Number(found[2]) } : undefined;
}
