import * as z from "zod/mini";
import { commandMessage } from "./command-message.ts";

/** Up the socket: ask for everything after a cursor; `null`, or what is none, asks for a snapshot. */
export const resumeMessage = z.object({ type: z.literal("resume"), after: z.nullish(z.string()) });

/** Up the socket, where `hello` asks for it: everything up to a cursor was read. */
export const ackMessage = z.object({ type: z.literal("ack"), after: z.string() });

/** Everything that goes up the socket in JSON text, told apart by its `type`. */
export const upMessage = z.discriminatedUnion("type", [resumeMessage, ackMessage, commandMessage]);

export type ResumeMessage = z.infer<typeof resumeMessage>;
