import * as z from "zod/mini";

/**
 * Refusals. Each has a code (stable, for programs), a status and a title (fixed per code), and a detail: one
 * sentence for a person that says what is wrong and what to do. The same object travels as RFC 9457 problem+json over
 * HTTP and inside a socket message.
 */
const PROBLEMS = {
	malformed: { status: 400, title: "The request could not be read" },
	"invalid-cursor": { status: 400, title: "The cursor could not be read" },
	"body-too-short": { status: 400, title: "Fewer bytes arrived than were declared" },
	"body-too-long": { status: 400, title: "More bytes arrived than were declared" },
	unauthorized: { status: 401, title: "No valid session credential" },
	forbidden: { status: 403, title: "Not allowed" },
	"not-found": { status: 404, title: "Not found" },
	"method-not-allowed": { status: 405, title: "Method not allowed" },
	"wrong-state": { status: 409, title: "Not possible in the current state" },
	"already-stored": { status: 409, title: "Already stored" },
	"wrong-offset": { status: 409, title: "Wrong upload offset" },
	gone: { status: 410, title: "Gone" },
	"length-required": { status: 411, title: "The length of the body is required" },
	"tus-version": { status: 412, title: "Unsupported version of tus" },
	"too-large": { status: 413, title: "Too large" },
	"unsupported-type": { status: 415, title: "Unsupported media type" },
	"range-not-satisfiable": { status: 416, title: "Range not satisfiable" },
	locked: { status: 423, title: "Temporarily locked" },
	"upgrade-required": { status: 426, title: "WebSocket upgrade required" },
	"rate-limited": { status: 429, title: "Too many requests" },
	"checksum-mismatch": { status: 460, title: "The bytes do not match the declared checksum" },
	unexpected: { status: 500, title: "Something went wrong on our side" },
	"storage-failed": { status: 503, title: "Storage did not accept the bytes" },
	unavailable: { status: 503, title: "Temporarily unavailable" },
} as const satisfies Record<string, { status: number; title: string }>;

/** The stable name of a refusal. */
export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457 members; `code` repeats the last part of `type` so that a client need not parse a URL. */
export const problemBody = z.readonly(
	z.object({
		type: z.string(),
		code: z.enum(Object.keys(PROBLEMS) as ProblemCode[]),
		title: z.string(),
		status: z.int(),
		detail: z.string(),
		/** Seconds after which the same request may succeed. Sent as `Retry-After` too. */
		retryAfter: z.optional(z.number()),
	}),
);

export type Problem = z.infer<typeof problemBody>;

/** Builds a refusal. `detail` is one sentence for a person: what is wrong and what to do. */
export function problem(code: ProblemCode, detail: string, more: { retryAfter?: number } = {}): Problem {
	const { status, title } = PROBLEMS[code];
	return { type: `https://darkroom.dev/problems/${code}`, code, title, status, detail, ...more };
}
