import * as z from "zod/mini";

/** Seed 003's states, in the order in which a document goes through them; `failed` may follow any. */
export const DOCUMENT_STEPS = [
	"received",
	"extracting",
	"chunking",
	"enriching",
	"indexing",
	"completed",
] as const;

export const uploadStatus = z.enum([...DOCUMENT_STEPS, "failed"]);

/** A message of the socket `/ws/:upload_id`: seed 003's fields, and no others. */
export const uploadMessage = z.object({
	upload_id: z.string(),
	status: uploadStatus,
	progress_percent: z.number(),
	/** Chunks that the current step has finished, and all there are; 0 of 0 before the text is chunked. */
	current_chunk: z.int(),
	total_chunks: z.int(),
	message: z.string(),
	/** ISO 8601 with microseconds and offset, as the seed's own server writes it. */
	timestamp: z.string(),
});

/** What `POST /upload` answers at once. */
export const documentUploadReply = z.object({
	upload_id: z.string(),
	status: z.literal("received"),
	message: z.string(),
	/** Seconds since 1970. */
	timestamp: z.int(),
});

/** One upload of the caller, as `GET /upload` lists it. */
export const uploadRecord = z.object({
	upload_id: z.string(),
	collection_name: z.nullable(z.string()),
	status: uploadStatus,
	progress_percent: z.number(),
	documents: z.int(),
	failed_documents: z.int(),
	total_chunks: z.int(),
	received_at: z.string(),
	changed_at: z.string(),
});

/** `GET /upload`: the newest first. */
export const uploadList = z.object({ uploads: z.array(uploadRecord) });

export type DocumentStep = (typeof DOCUMENT_STEPS)[number];
export type UploadStatus = z.infer<typeof uploadStatus>;
export type UploadMessage = z.infer<typeof uploadMessage>;
export type DocumentUploadReply = z.infer<typeof documentUploadReply>;
export type UploadRecord = z.infer<typeof uploadRecord>;
export type UploadList = z.infer<typeof uploadList>;
