import { wantedLinks } from "../../protocol/files/links.ts";
import { manifestReply } from "../../protocol/files/manifest.ts";
import { MAX_LINKS } from "../../protocol/limits.ts";
import type { Resource } from "../operation.ts";

export const linkPaths: Resource = {
	name: "Links",
	description: "Files whose bytes lie elsewhere: the service fetches them by itself.",
	operations: [
		{
			method: "post",
			path: "/api/batches/:key/links",
			id: "addLinks",
			summary: "Have up to a thousand links fetched",
			description: `Opens the batch when it is new. Up to ${MAX_LINKS} links. The same links again give the same numbers. What is wrong with one is told with its file.`,
			access: "session",
			body: [
				{
					json: wantedLinks,
					example: { links: [{ url: "https://example.com/talk.mp4" }] },
				},
			],
			answers: {
				202: {
					description: "One number a link, in their order. They are fetched from now on.",
					content: [{ json: manifestReply }],
				},
			},
			problems: ["malformed", "too-large", "rate-limited"],
		},
	],
};
