import { linkManifest } from "../../protocol/files/links.ts";
import { manifestReply } from "../../protocol/files/manifest.ts";
import { MAX_LINKS } from "../../protocol/limits.ts";
import type { Resource } from "../operation.ts";

export const linkPaths: Resource = {
	name: "Links",
	description: "Files that the service fetches from other servers.",
	operations: [
		{
			method: "post",
			path: "/api/batches/:key/links",
			id: "addLinks",
			summary: "Fetch up to a thousand links",
			description: `Creates the batch if it is new. Up to ${MAX_LINKS} links. The same links again return the same numbers. A problem with one link is reported in its file's record.`,
			access: "session",
			body: [
				{
					json: linkManifest,
					example: { links: [{ url: "https://example.com/talk.mp4" }] },
				},
			],
			responses: {
				202: {
					description: "One number per link, in order. Fetching has begun.",
					content: [{ json: manifestReply }],
				},
			},
			problems: ["malformed", "too-large", "rate-limited"],
		},
	],
};
