import { mindNode } from "../../protocol/text/mind-map.ts";
import type { Resource } from "../operation.ts";

export const recordingPaths: Resource = {
	name: "Recordings",
	description: "What is said in video and audio.",
	operations: [
		{
			method: "get",
			path: "/api/files/:n/transcript.vtt",
			id: "readTranscript",
			summary: "Read the transcript of a recording as WebVTT",
			access: "session",
			responses: { 200: { description: "The captions.", content: [{ type: "text/vtt" }] } },
			problems: ["not-found"],
		},
		{
			method: "get",
			path: "/api/files/:n/mind-map",
			id: "readMindMap",
			summary: "Read the mind map of a recording",
			access: "session",
			query: {
				as: {
					description: "The format; `json` by default.",
					schema: { type: "string", enum: ["json", "markdown", "mermaid", "opml", "svg"] },
				},
			},
			responses: {
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
