import { processingStatusList, queueStatus } from "../../dialects/videos/job-message.ts";
import type { Resource } from "../operation.ts";

export const videosPaths: Resource = {
	name: "Dialect videos",
	description: "An older contract. A `user_id` is the caller's own session or `me`, a job is a file.",
	operations: [
		{
			method: "get",
			path: "/ws/:id",
			id: "watchUser",
			summary: "Watch the jobs of a user over a WebSocket",
			access: "first-contact",
			responses: {
				101: {
					description: "`progress_update`, `processing_complete`, `processing_error`, `queue_update`.",
				},
			},
			problems: ["forbidden", "upgrade-required", "rate-limited"],
		},
		{
			method: "get",
			path: "/api/processing/status-all/:user_id",
			id: "readAllStatus",
			summary: "Read every active job, and those that ended since the last report",
			description:
				"For clients that cannot open the socket: the same messages. The end of a job is reported once, here or there.",
			access: "session",
			responses: { 200: { description: "The jobs.", content: [{ json: processingStatusList }] } },
			problems: ["forbidden"],
		},
		{
			method: "get",
			path: "/api/processing/queue-status/:user_id",
			id: "readQueueStatus",
			summary: "Read the queue: positions and estimates",
			access: "session",
			responses: { 200: { description: "The queue.", content: [{ json: queueStatus }] } },
			problems: ["forbidden"],
		},
	],
};
