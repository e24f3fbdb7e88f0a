import * as z from "zod/mini";
import { uploadBody } from "../dialects/documents/inline-document.ts";
import { documentUploadReply, uploadList, uploadRecord } from "../dialects/documents/upload-message.ts";
import { chunkReply } from "../dialects/image-batch/chunk-reply.ts";
import { extractReply } from "../dialects/images-mvp/extract-reply.ts";
import { jobMessage, processingStatusList, queueStatus } from "../dialects/videos/job-message.ts";
import { batchChange, change, fileChange } from "../protocol/files/change.ts";
import { fact, facts, json } from "../protocol/files/facts.ts";
import { fileProblem, fileRecord } from "../protocol/files/file-record.ts";
import { linkEntry, linkManifest } from "../protocol/files/links.ts";
import { manifest, manifestReply } from "../protocol/files/manifest.ts";
import { totals } from "../protocol/files/totals.ts";
import {
	batchReply,
	commandReply,
	fileDetails,
	fileListReply,
	fileReply,
	formOutcome,
	formReply,
	health,
	queuePlace,
	sessionInfo,
	sessionOpened,
	version,
} from "../protocol/http/reply.ts";
import { searchHit, searchReply } from "../protocol/http/search.ts";
import {
	shareInfo,
	shareList,
	shareOpened,
	shareRequest,
	ticketReply,
	tokenReply,
} from "../protocol/http/share.ts";
import { problemBody } from "../protocol/problem.ts";
import { frame, gauges } from "../protocol/stream/frame.ts";
import { outline } from "../protocol/stream/outline.ts";
import { pollReply } from "../protocol/stream/poll-reply.ts";
import { connectionReport, connectionStatistics } from "../protocol/stream/statistics.ts";
import { chunk, chunksReply, textLocation } from "../protocol/text/chunk.ts";
import { chunkOptions } from "../protocol/text/chunk-options.ts";
import { mindNode } from "../protocol/text/mind-map.ts";
import type { Schema } from "./operation.ts";

/** Every schema that has a name in the document. Inside another schema it is a reference by that name. */
const COMPONENTS: Readonly<Record<string, Schema>> = {
	BatchChange: batchChange,
	BatchReply: batchReply,
	Change: change,
	Chunk: chunk,
	ChunkOptions: chunkOptions,
	ChunkReply: chunkReply,
	ChunksReply: chunksReply,
	CommandReply: commandReply,
	ConnectionReport: connectionReport,
	ConnectionStatistics: connectionStatistics,
	ExtractReply: extractReply,
	Fact: fact,
	Facts: facts,
	MindNode: mindNode,
	FileChange: fileChange,
	FileDetails: fileDetails,
	FileList: fileListReply,
	FileProblem: fileProblem,
	FileRecord: fileRecord,
	FileReply: fileReply,
	FormOutcome: formOutcome,
	FormReply: formReply,
	Frame: frame,
	Gauges: gauges,
	Health: health,
	JobMessage: jobMessage,
	Json: json,
	Manifest: manifest,
	ManifestReply: manifestReply,
	Outline: outline,
	Place: textLocation,
	PollReply: pollReply,
	Problem: problemBody,
	ProcessingStatusList: processingStatusList,
	QueuePlace: queuePlace,
	QueueStatus: queueStatus,
	SearchHit: searchHit,
	SearchReply: searchReply,
	SessionInfo: sessionInfo,
	SessionOpened: sessionOpened,
	ShareInfo: shareInfo,
	ShareList: shareList,
	ShareOpened: shareOpened,
	ShareRequest: shareRequest,
	TicketReply: ticketReply,
	TokenReply: tokenReply,
	Totals: totals,
	UploadBody: uploadBody,
	UploadList: uploadList,
	UploadRecord: uploadRecord,
	UploadReply: documentUploadReply,
	Version: version,
	WantedLink: linkEntry,
	WantedLinks: linkManifest,
};

const SCHEMA_PREFIX = "#/components/schemas/";

const names = new Map(Object.entries(COMPONENTS).map(([name, schema]) => [schema, name]));

/** A reference to a schema of the document. Throws for a schema without a name: give it one above. */
export function refTo(schema: Schema): { readonly $ref: string } {
	const name = names.get(schema);
	if (name === undefined) throw new Error("This schema has no name in src/openapi/components.ts.");
	return { $ref: SCHEMA_PREFIX + name };
}

/**
 * The schemas as JSON Schema. `members` says which members an object may have: "exactly" those that its schema names, to
 * which the tests hold the server, or "at least" those, because a client must accept more. (zod calls these `io`
 * "output" and "input".)
 */
export function componentSchemas(members: "exactly" | "at least"): Record<string, object> {
	const registry = z.registry<{ id: string }>();
	for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id });
	const { schemas } = z.toJSONSchema(registry, {
		uri: (id) => SCHEMA_PREFIX + id,
		io: members === "exactly" ? "output" : "input",
		override: ({ jsonSchema }) => {
			// zod adds the bounds of a JavaScript integer, which are not part of the contract.
			if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
			if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
			// `readOnly` means in zod that code may not write it, but in OpenAPI that a request may not have it.
			delete jsonSchema.readOnly;
		},
	});
	// In a document, a component needs no `$id` and `$schema` of its own.
	return Object.fromEntries(
		Object.entries(schemas).map(([id, { $id: _, $schema: __, ...schema }]) => [id, schema]),
	);
}
