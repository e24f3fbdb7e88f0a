import * as z from "zod/mini";
import { batchKey } from "../files/manifest.ts";
import type { CommandReply } from "../http/reply.ts";
import type { Problem } from "../problem.ts";

/** The verbs that a person may say of files. */
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
 * Up the socket: do something once. A tab numbers what it asks for; the same tab and number sent again, over any
 * transport and after any crash, is answered with what the first one got and does nothing more.
 */
export const commandMessage = z
	.strictObject({
		type: z.literal("command"),
		tab,
		number: z.int().check(z.positive()),
		do: z.enum([...VERBS, "remove"]),
		target,
	})
	// Everything at once goes with `DELETE /api/session`, which leaves nobody to answer twice.
	.check(z.refine((message) => message.do !== "remove" || message.target !== "session"));

export type Verb = (typeof VERBS)[number];
export type Target = z.infer<typeof target>;
export type CommandMessage = z.infer<typeof commandMessage>;

/** What can be done to files: a verb, or removing them. */
export type CommandAction = CommandMessage["do"];

/** What makes a command one that is done once. */
export type CommandNumber = Pick<CommandMessage, "tab" | "number">;

/** Down the socket: what a command came to. `cursor` stands at or behind everything that it changed. */
export type AnswerMessage = { readonly type: "answer" } & CommandNumber &
	({ readonly value: CommandReply } | { readonly problem: Problem });

const IDEMPOTENCY_KEY = /^"?([A-Za-z0-9_-]{8,64})\.([1-9][0-9]{0,14})"?$/;

/** Reads `Idempotency-Key: <tab>.<number>`, the same over HTTP; `undefined` when the text is none. */
export function parseCommandNumber(text: string): CommandNumber | undefined {
	const found = IDEMPOTENCY_KEY.exec(text.trim());
	return found?.[1] && found[2] ? { tab: found[1], number: Number(found[2]) } : undefined;
}
