import { FILE_KINDS } from "../../protocol/files/file-state.ts";
import { searchReply } from "../../protocol/http/search.ts";
import { MAX_SEARCH_HITS, MAX_SEARCH_OFFSET } from "../../protocol/limits.ts";
import { chunksReply, MAX_CHUNKS_PAGE } from "../../protocol/text/chunk.ts";
import type { Parameters, Resource } from "../operation.ts";

const SEARCH: Parameters = {
	q: {
		description: 'Words that must all occur; `"a phrase"`, `begin*`, `this OR that`, `-without`.',
		required: true,
		schema: { type: "string" },
	},
	batch: { description: "Only in this batch.", schema: { type: "string" } },
	kind: { description: "Only in files of this kind.", schema: { type: "string", enum: FILE_KINDS } },
	from: { description: "Only in files from this day or time on.", schema: { type: "string" } },
	to: {
		description: "Only in files up to the end of this day, or before this time.",
		schema: { type: "string" },
	},
	limit: { description: "Hits.", schema: { type: "integer", minimum: 1, maximum: MAX_SEARCH_HITS } },
	offset: {
		description: "Hits to skip.",
		schema: { type: "integer", minimum: 0, maximum: MAX_SEARCH_OFFSET },
	},
};

export const documentPaths: Resource = {
	name: "Documents",
	description: "The text of documents: chunks, and search.",
	operations: [
		{
			method: "get",
			path: "/api/session/search",
			id: "search",
			summary: "Search documents, recordings and the metadata of photos",
			access: "session",
			query: SEARCH,
			responses: { 200: { description: "The best first.", content: [{ json: searchReply }] } },
			problems: ["malformed"],
		},
		{
			method: "get",
			path: "/api/files/:n/chunks",
			id: "readChunks",
			summary: "Read a page of a document's text, in chunks",
			access: "session",
			query: {
				from: { description: "The first chunk, counted from 0.", schema: { type: "integer", minimum: 0 } },
				at: {
					description: "Instead of `from`: the chunk that contains this character of the text.",
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
			responses: { 200: { description: "The chunks.", content: [{ json: chunksReply }] } },
			problems: ["malformed", "not-found"],
		},
		{
			method: "get",
			path: "/api/files/:n/chunks.jsonl",
			id: "exportChunks",
			summary: "Export all chunks of a document as JSON Lines",
			access: "session",
			responses: {
				200: {
					description: "One chunk per line, as an attachment.",
					content: [{ type: "application/jsonl" }],
				},
			},
			problems: ["not-found"],
		},
	],
};
