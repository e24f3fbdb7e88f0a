import { FILE_KINDS } from "../../protocol/files/file-state.ts";
import { chunksReply, MAX_CHUNKS_PAGE } from "../../protocol/text/chunks-reply.ts";
import { MAX_SEARCH_HITS, MAX_SEARCH_OFFSET, searchReply } from "../../protocol/text/search.ts";
import type { Parameters, Resource } from "../operation.ts";

const SEARCH: Parameters = {
	q: {
		description: 'Words that must all be there; `"a phrase"`, `begin*`, `this OR that`, `-without`.',
		required: true,
		schema: { type: "string" },
	},
	batch: { description: "Only in this batch.", schema: { type: "string" } },
	kind: { description: "Only in files of this kind.", schema: { type: "string", enum: FILE_KINDS } },
	from: { description: "Only in files of this day or time, and later.", schema: { type: "string" } },
	to: {
		description: "Only in files up to the end of this day, or before this time.",
		schema: { type: "string" },
	},
	limit: { description: "Hits.", schema: { type: "integer", minimum: 1, maximum: MAX_SEARCH_HITS } },
	offset: {
		description: "Hits to pass over.",
		schema: { type: "integer", minimum: 0, maximum: MAX_SEARCH_OFFSET },
	},
};

export const documentPaths: Resource = {
	name: "Documents",
	description: "The text of documents: read, cut into chunks, and found.",
	operations: [
		{
			method: "get",
			path: "/api/session/search",
			id: "search",
			summary: "Find words in documents, recordings and what photos tell",
			access: "session",
			query: SEARCH,
			answers: { 200: { description: "The best first.", content: [{ json: searchReply }] } },
			problems: ["malformed"],
		},
		{
			method: "get",
			path: "/api/files/:n/chunks",
			id: "readChunks",
			summary: "A page of a document's text, in chunks",
			access: "session",
			query: {
				from: { description: "The first chunk, from 0.", schema: { type: "integer", minimum: 0 } },
				at: {
					description: "Instead of `from`: the chunk that holds this character of the text.",
					schema: { type: "integer", minimum: 0 },
				},
				page: {
					description: "Instead of `from`: the first chunk of this page, or of the next one with text.",
					schema: { type: "integer", minimum: 1 },
				},
				count: {
					description: "How many chunks.",
					schema: { type: "integer", minimum: 0, maximum: MAX_CHUNKS_PAGE },
				},
			},
			answers: { 200: { description: "The chunks.", content: [{ json: chunksReply }] } },
			problems: ["malformed", "not-found"],
		},
		{
			method: "get",
			path: "/api/files/:n/chunks.jsonl",
			id: "exportChunks",
			summary: "All chunks of a document as JSON Lines",
			access: "session",
			answers: {
				200: { description: "A chunk a line, as an attachment.", content: [{ type: "application/jsonl" }] },
			},
			problems: ["not-found"],
		},
	],
};
