import { RESOURCES } from "../../src/openapi/document.ts";
import { makePhoto } from "../fixtures/photo.ts";

/** One request to the server, and the expected status. */
export interface Step {
	/** The id of the operation. */
	readonly id: string;
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: BodyInit;
	readonly status: number;
}

/** Operations that the conversation leaves out, with the reason. */
export const NOT_TRIED: Readonly<Record<string, string>> = {
	changeToken: "Ends the conversation's own credential: test/runtime/sessions/tickets.test.ts.",
	watchImages: "A WebSocket: test/runtime/dialects/images-mvp.test.ts.",
	watchImageBatches: "A WebSocket: test/runtime/dialects/image-batch.test.ts.",
	watchImageBatch: "A WebSocket: test/runtime/dialects/image-batch.test.ts.",
	watchUser: "A WebSocket: test/runtime/dialects/videos.test.ts.",
	connectSocketIo: "A WebSocket: test/runtime/dialects/image-batch.test.ts.",
};

const TUS = { "tus-resumable": "1.0.0" };
const BYTES = { ...TUS, "content-type": "application/offset+octet-stream" };
const JSON_BODY = { "content-type": "application/json" };

/** The example that the document gives of an operation's JSON body. */
function exampleOf(id: string): string {
	const operation = RESOURCES.flatMap(({ operations }) => operations).find((one) => one.id === id);
	const content = operation?.body?.find((one) => "json" in one);
	return JSON.stringify(content && "example" in content ? content.example : undefined);
}

/** A form as `fetch` sends it; fields that are bytes become files. */
function form(fields: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		if (typeof value === "string") data.append(name, value);
		else data.append(name, new Blob([value]), "sent.jpg");
	}
	return data;
}

/**
 * A whole conversation on a fresh session, in order: every operation of the document at least once. The batch of the
 * examples creates files 1 and 2, a form creates 3, an upload 4; the last steps remove what the others created.
 */
export function conversation(): readonly Step[] {
	const photo = makePhoto(1).bytes as Uint8Array<ArrayBuffer>;
	return [
		{ id: "readHealth", path: "/healthz", status: 200 },
		{ id: "readReadiness", path: "/readyz", status: 200 },
		{ id: "readMetrics", path: "/metrics", status: 200 },
		{ id: "readVersion", path: "/api/version", status: 200 },
		{ id: "openSession", path: "/api/session", status: 201 },
		{
			id: "announceFiles",
			path: "/api/batches/holiday",
			headers: JSON_BODY,
			body: exampleOf("announceFiles"),
			status: 201,
		},
		{ id: "announceFiles", path: "/api/batches/holiday", headers: JSON_BODY, body: "{}", status: 400 },
		{ id: "readFile", path: "/api/files/1", status: 200 },
		{ id: "readFile", path: "/api/files/99", status: 404 },
		{ id: "readOriginal", path: "/api/files/1/original", status: 404 },
		{ id: "putFile", path: "/api/files/1", body: new Uint8Array(50_000), status: 201 },
		{ id: "putFile", path: "/api/files/1", body: new Uint8Array(50_000), status: 409 },
		{ id: "sendFiles", path: "/api/batches/holiday/files", body: form({ files: photo }), status: 200 },
		{ id: "sendFiles", path: "/api/batches/holiday/files", body: "no form", status: 415 },
		{
			id: "sendFiles",
			path: "/api/batches/holiday/files",
			body: form({ chunk_size: "5", files: photo }),
			status: 400,
		},
		{ id: "readBatch", path: "/api/batches/holiday", status: 200 },
		{ id: "readBatch", path: "/api/batches/unknown", status: 404 },
		{ id: "readOriginal", path: "/api/files/3/original", status: 200 },
		{ id: "readOriginal", path: "/api/files/3/original", headers: { range: "bytes=0-9" }, status: 206 },
		{ id: "readOriginal", path: "/api/files/3/original", headers: { range: "bytes=9999999-" }, status: 416 },
		{ id: "readThumbnail", path: "/api/files/1/thumbnail", status: 404 },
		{ id: "search", path: "/api/session/search?q=word", status: 200 },
		{ id: "search", path: "/api/session/search?q=%22open", status: 400 },
		{ id: "readChunks", path: "/api/files/1/chunks", status: 200 },
		{ id: "readChunks", path: "/api/files/1/chunks?page=2&count=1", status: 200 },
		{ id: "readChunks", path: "/api/files/1/chunks?from=x", status: 400 },
		{ id: "readChunks", path: "/api/files/99/chunks", status: 404 },
		{ id: "exportChunks", path: "/api/files/1/chunks.jsonl", status: 200 },
		{ id: "exportChunks", path: "/api/files/99/chunks.jsonl", status: 404 },
		{ id: "readTranscript", path: "/api/files/1/transcript.vtt", status: 404 },
		{ id: "readMindMap", path: "/api/files/1/mind-map", status: 404 },
		{ id: "readMindMap", path: "/api/files/1/mind-map?as=pdf", status: 400 },
		{ id: "commandFile", path: "/api/files/2/pause", status: 200 },
		{ id: "commandFile", path: "/api/files/2/resume", status: 200 },
		{ id: "commandFile", path: "/api/files/2/pause", headers: { "idempotency-key": "none" }, status: 400 },
		{ id: "commandBatch", path: "/api/batches/holiday/pause", status: 200 },
		{ id: "commandSession", path: "/api/session/resume", status: 200 },
		{
			id: "tellStatistics",
			path: "/api/session/statistics",
			headers: JSON_BODY,
			body: exampleOf("tellStatistics"),
			status: 204,
		},
		{
			id: "tellStatistics",
			path: "/api/session/statistics",
			headers: JSON_BODY,
			body: '{"failed":-1}',
			status: 400,
		},
		{ id: "readStatistics", path: "/api/session/statistics", status: 200 },
		{ id: "openTicket", path: "/api/session/tickets", status: 201 },
		{
			id: "shareBatch",
			path: "/api/batches/holiday/shares",
			headers: JSON_BODY,
			body: exampleOf("shareBatch"),
			status: 201,
		},
		{ id: "shareBatch", path: "/api/batches/unknown/shares", headers: JSON_BODY, body: "{}", status: 404 },
		{ id: "listShares", path: "/api/batches/holiday/shares", status: 200 },
		{ id: "unshareBatch", path: "/api/batches/holiday/shares/1", status: 204 },
		{ id: "unshareBatch", path: "/api/batches/holiday/shares/1", status: 404 },
		{ id: "enterSession", path: "/api/session", status: 200 },
		{ id: "readSession", path: "/api/session", status: 200 },
		{ id: "listFiles", path: "/api/session/files?from=2&to=3&batch=holiday", status: 200 },
		{ id: "listFiles", path: "/api/session/files?from=none", status: 400 },
		{ id: "listFiles", path: "/api/session/files?batch=unknown", status: 404 },
		{ id: "readEvents", path: "/api/session/events", status: 200 },
		{ id: "readEvents", path: "/api/session/events?snapshot=outline", status: 200 },
		{ id: "readEvents", path: "/api/session/events?after=nonsense", status: 400 },
		{ id: "readAbilities", path: "/api/uploads", status: 204 },
		{ id: "createUpload", path: "/api/uploads", headers: { ...TUS, "upload-length": "8" }, status: 201 },
		{ id: "createUpload", path: "/api/uploads", headers: { "upload-length": "8" }, status: 412 },
		{ id: "readUploadAbilities", path: "/api/uploads/4", status: 204 },
		{
			id: "sendBytes",
			path: "/api/uploads/4",
			headers: { ...BYTES, "upload-offset": "4" },
			body: "late",
			status: 409,
		},
		{
			id: "sendBytes",
			path: "/api/uploads/4",
			headers: { ...BYTES, "upload-offset": "0" },
			body: "12345678",
			status: 204,
		},
		{ id: "readUploadOffset", path: "/api/uploads/4", headers: TUS, status: 200 },
		{ id: "readUpload", path: "/api/uploads/4", status: 200 },
		{ id: "createUpload", path: "/api/uploads", headers: { ...TUS, "upload-length": "9" }, status: 201 },
		{ id: "endUpload", path: "/api/uploads/5", headers: TUS, status: 204 },
		{ id: "endUpload", path: "/api/uploads/5", headers: TUS, status: 410 },
		{
			id: "uploadDocuments",
			path: "/upload",
			headers: JSON_BODY,
			body: exampleOf("uploadDocuments"),
			status: 200,
		},
		{ id: "uploadDocuments", path: "/upload", headers: JSON_BODY, body: "{}", status: 400 },
		{ id: "listUploads", path: "/upload", status: 200 },
		{
			id: "extractImage",
			path: "/api/images_mvp/extract",
			body: form({ file: photo, session_id: "older" }),
			status: 202,
		},
		{
			id: "sendChunk",
			path: "/api/image_batch/upload",
			body: form({ batchId: "older", images: photo }),
			status: 202,
		},
		// Leads to a private address, so no request goes out.
		{
			id: "addLinks",
			path: "/api/batches/links/links",
			headers: JSON_BODY,
			body: '{"links":[{"url":"http://127.0.0.1/a"}]}',
			status: 202,
		},
		{
			id: "addLinks",
			path: "/api/batches/links/links",
			headers: JSON_BODY,
			body: '{"links":[{"url":"no address"}]}',
			status: 400,
		},
		{ id: "readAllStatus", path: "/api/processing/status-all/me", status: 200 },
		{ id: "readAllStatus", path: "/api/processing/status-all/another", status: 403 },
		{ id: "readQueueStatus", path: "/api/processing/queue-status/me", status: 200 },
		{ id: "readQueueStatus", path: "/api/processing/queue-status/another", status: 403 },
		{ id: "removeFile", path: "/api/files/2", status: 204 },
		{ id: "removeBatch", path: "/api/batches/holiday", status: 204 },
		{ id: "forgetSession", path: "/api/session", status: 204 },
	];
}
