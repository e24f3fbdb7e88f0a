import { MAX_WAIT_S } from "../../protocol/limits.ts";
import { pollReply } from "../../protocol/stream/poll-reply.ts";
import type { Resource } from "../operation.ts";

export const streamPaths: Resource = {
	name: "Stream",
	description: "Live changes of a session, over three transports with one cursor.",
	operations: [
		{
			method: "get",
			path: "/api/session/events",
			id: "readEvents",
			summary: "Read frames after a cursor: over a WebSocket, as server-sent events, or by polling",
			description:
				"`Upgrade: websocket` opens a socket, `Accept: text/event-stream` an event stream, anything else is a poll.",
			access: "session",
			query: {
				after: {
					description: "The reader's cursor. Without it the first frame is a snapshot.",
					schema: { type: "string" },
				},
				snapshot: {
					description:
						"`outline`: snapshots have the state of each file but not its details, which `GET /api/session/files` has.",
					schema: { type: "string", enum: ["whole", "outline"] },
				},
				wait: {
					description: `Seconds that a poll waits for changes; at most ${MAX_WAIT_S}, higher values count as ${MAX_WAIT_S}.`,
					schema: { type: "number", minimum: 0 },
				},
			},
			headers: {
				"Last-Event-ID": {
					description: "The cursor of an event source that reconnects; overrides `after`.",
					schema: { type: "string" },
				},
				"If-None-Match": {
					description: "The cursor of a poll, used when `after` is absent.",
					schema: { type: "string" },
				},
			},
			responses: {
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
