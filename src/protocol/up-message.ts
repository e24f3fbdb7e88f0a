import * as z from "zod/mini";
import { commandMessage } from "./command-message.ts";

/** Up the socket: ask for everything after a cursor; `null`, or what is none, asks for a snapshot. */
export const resumeMessage = z.object({ type: z.literal("resume"), after: z.nullish(z.string()) });

/** Everything that goes up the socket in JSON text, told apart by its `type`. */
export const upMessage = z.discriminatedUnion("type", [resumeMessage, commandMessage]);

export type ResumeMessage = z.infer<typeof resumeMessage>;
