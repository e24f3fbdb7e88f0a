import type { Parameters } from "../operation.ts";

/** Headers of commands: with a key, a command is done once, however often it is sent. */
export const COMMAND_HEADERS: Parameters = {
	"Idempotency-Key": {
		description:
			"`<tab>.<number>`: a name of 8 to 64 of `A–Z a–z 0–9 _ -` that the sender gives itself, and a number that it counts up. A repeated key gets the first answer again and has no further effect.",
		schema: { type: "string", pattern: '^"?[A-Za-z0-9_-]{8,64}\\.[1-9][0-9]{0,14}"?$' },
	},
};
