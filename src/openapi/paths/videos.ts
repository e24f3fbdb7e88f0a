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
			summary: "A WebSocket that tells the jobs of a user",
			access: "first-contact",
			answers: {
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
			summary: "Every job under way, and those that ended since the user was last told",
			description:
				"For those who cannot open the socket: messages as it would say them. What ended is told once, here or there.",
			access: "session",
			answers: { 200: { description: "The jobs.", content: [{ json: processingStatusList }] } },
			problems: ["forbidden"],
		},
		{
			method: "get",
			path: "/api/processing/queue-status/:user_id",
			id: "readQueueStatus",
			summary: "The queue: places and estimates",
			access: "session",
			answers: { 200: { description: "The queue.", content: [{ json: queueStatus }] } },
			problems: ["forbidden"],
		},
	],
};
