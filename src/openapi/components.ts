import * as z from "zod/mini";
import { uploadBody } from "../dialects/documents/inline-document.ts";
import { uploadList, uploadRecord, uploadReply } from "../dialects/documents/upload-message.ts";
import { chunkReply } from "../dialects/image-batch/chunk-reply.ts";
import { extractReply } from "../dialects/images-mvp/extract-reply.ts";
import { jobMessage, processingStatusList, queueStatus } from "../dialects/videos/job-message.ts";
import { batchChange, change, fileChange } from "../protocol/files/change.ts";
import { fact, facts, json } from "../protocol/files/facts.ts";
import { fileProblem, fileRecord } from "../protocol/files/file-record.ts";
import { wantedLink, wantedLinks } from "../protocol/files/links.ts";
import { manifest, manifestReply } from "../protocol/files/manifest.ts";
import { totals } from "../protocol/files/totals.ts";
import {
	batchReply,
	commandReply,
	fileDetails,
	fileList,
	fileReply,
	formOutcome,
	formReply,
	health,
	queuePlace,
	sessionInfo,
	sessionOpened,
	version,
} from "../protocol/http/reply.ts";
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
import { chunk, place } from "../protocol/text/chunk.ts";
import { chunkOptions } from "../protocol/text/chunk-options.ts";
import { chunksReply } from "../protocol/text/chunks-reply.ts";
import { mindNode } from "../protocol/text/mind-map.ts";
import { searchHit, searchReply } from "../protocol/text/search.ts";
import type { Schema } from "./operation.ts";

/** Every schema that the document names. A schema inside another one is told by its name too. */
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
	FileList: fileList,
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
	Place: place,
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
	UploadReply: uploadReply,
	Version: version,
	WantedLink: wantedLink,
	WantedLinks: wantedLinks,
};

const PLACE = "#/components/schemas/";

const names = new Map(Object.entries(COMPONENTS).map(([name, schema]) => [schema, name]));

/** Where the document holds a schema. Throws for one that has no name: give it one above. */
export function refTo(schema: Schema): { readonly $ref: string } {
	const name = names.get(schema);
	if (name === undefined) throw new Error("This schema has no name in src/openapi/components.ts.");
	return { $ref: PLACE + name };
}

/**
 * The schemas as JSON Schema. `told` forbids members that no schema names, which is what the tests hold the server to;
 * a client must be ready for more (`io` of zod: what comes out is known, what goes in may hold more).
 */
export function componentSchemas(told: "exactly" | "at least"): Record<string, object> {
	const registry = z.registry<{ id: string }>();
	for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id });
	const { schemas } = z.toJSONSchema(registry, {
		uri: (id) => PLACE + id,
		io: told === "exactly" ? "output" : "input",
		override: ({ jsonSchema }) => {
			// The bounds of a JavaScript number say nothing about what is meant.
			if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
			if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
			// Read-only means in zod that code may not write it, in OpenAPI that a request may not have it.
			delete jsonSchema.readOnly;
		},
	});
	// In a component, the document names the schema and its dialect; it needs no identifier of its own.
	return Object.fromEntries(
		Object.entries(schemas).map(([id, { $id: _, $schema: __, ...schema }]) => [id, schema]),
	);
}
