/**
 * Sending files: `Uploader` for programs, the engine below it for a page that keeps its own list of files. This file is the part's
 * public interface: other code imports from it and not from `client/sending/`.
 */
export { newBatchKey } from "./sending/batch-key.ts";
export type { UploadProblem } from "./sending/engine-deps.ts";
export { maxRequests } from "./sending/requests/concurrency-limiter.ts";
export { type BodyTransport, createSend, type SendBody } from "./sending/requests/send-body.ts";
export { createFetchSend } from "./sending/requests/send-by-fetch.ts";
export { UploadEngine } from "./sending/upload-engine.ts";
export { DEFAULT_BOUNDS, type RequestBounds } from "./sending/upload-queue.ts";
export type { UploadSource } from "./sending/upload-source.ts";
export { Uploader } from "./sending/uploader.ts";
export type { UploaderOptions } from "./sending/uploader-options.ts";
