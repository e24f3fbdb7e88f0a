import { MAX_WAIT_S } from "../../protocol/limits.ts";
import { pollReply } from "../../protocol/stream/poll-reply.ts";
import type { Resource } from "../operation.ts";

export const streamPaths: Resource = {
	name: "Stream",
	description: "What happens in a session, live, on three transports with one cursor.",
	operations: [
		{
			method: "get",
			path: "/api/session/events",
			id: "readEvents",
			summary: "Frames after a cursor: a WebSocket, server-sent events, or a poll",
			description:
				"`Upgrade: websocket` opens a socket, `Accept: text/event-stream` an event stream, anything else is a poll.",
			access: "session",
			query: {
				after: {
					description: "The cursor where the reader stands. Without it the first frame is a snapshot.",
					schema: { type: "string" },
				},
				snapshot: {
					description:
						"`outline`: snapshots tell of each file its state and not its details, which `GET /api/session/files` has.",
					schema: { type: "string", enum: ["whole", "outline"] },
				},
				wait: {
					description: `Seconds that a poll waits for news; more than ${MAX_WAIT_S} count as ${MAX_WAIT_S}.`,
					schema: { type: "number", minimum: 0 },
				},
			},
			headers: {
				"Last-Event-ID": {
					description: "The cursor of an event source that comes back; counts before `after`.",
					schema: { type: "string" },
				},
				"If-None-Match": {
					description: "The cursor of a poll; counts after `after`.",
					schema: { type: "string" },
				},
			},
			answers: {
				101: { description: "A WebSocket: `hello`, what was missed, then every frame." },
				200: {
					description: "What was missed.",
					headers: { ETag: "The cursor after it." },
					content: [{ json: pollReply }, { type: "text/event-stream" }],
				},
				304: { description: "Nothing new since the cursor in `If-None-Match`." },
			},
			problems: ["invalid-cursor", "malformed", "forbidden", "rate-limited"],
		},
	],
};
