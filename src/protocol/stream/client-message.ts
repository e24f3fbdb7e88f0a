import * as z from "zod/mini";
import { commandMessage } from "./command-message.ts";

/** Asks for everything after a cursor; `null`, or text that is no cursor, asks for a snapshot. */
export const resumeMessage = z.object({ type: z.literal("resume"), after: z.nullish(z.string()) });

/** Where `hello` asks for it: everything up to this cursor has been read. */
export const ackMessage = z.object({ type: z.literal("ack"), after: z.string() });

/** Everything that a client sends up its socket as JSON text, discriminated by `type`. */
export const clientMessage = z.discriminatedUnion("type", [resumeMessage, ackMessage, commandMessage]);

export type ResumeMessage = z.infer<typeof resumeMessage>;
