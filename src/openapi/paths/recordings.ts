import { mindNode } from "../../protocol/text/mind-map.ts";
import type { Resource } from "../operation.ts";

export const recordingPaths: Resource = {
	name: "Recordings",
	description: "What is said in videos and sound.",
	operations: [
		{
			method: "get",
			path: "/api/files/:n/transcript.vtt",
			id: "readTranscript",
			summary: "What is said in a recording, as WebVTT",
			access: "session",
			answers: { 200: { description: "The captions.", content: [{ type: "text/vtt" }] } },
			problems: ["not-found"],
		},
		{
			method: "get",
			path: "/api/files/:n/mind-map",
			id: "readMindMap",
			summary: "What is said in a recording, as a tree",
			access: "session",
			query: {
				as: {
					description: "How it is written; JSON unless said.",
					schema: { type: "string", enum: ["json", "markdown", "mermaid", "opml", "svg"] },
				},
			},
			answers: {
				200: {
					description: "The map, as an attachment.",
					content: [
						{ json: mindNode },
						{ type: "text/markdown" },
						{ type: "text/vnd.mermaid" },
						{ type: "text/x-opml" },
						{ type: "image/svg+xml" },
					],
				},
			},
			problems: ["malformed", "not-found"],
		},
	],
};
