import type { TestSession } from "../../support/server/client.ts";
import { openSocket, type TestSocket } from "../../support/server/socket.ts";

/** A file of a chunk. */
export interface ChunkFile {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** What `POST /api/image_batch/upload` answers. */
export interface ChunkReply {
	readonly batchId: string;
	readonly totalFiles: number;
	readonly successCount: number;
	readonly failureCount: number;
	readonly files: readonly { readonly n?: number; readonly name: string; readonly state: string }[];
	readonly problem?: { readonly code: string };
}

/** An event of seed 002, with the data that tests read. */
export interface BatchMessage {
	readonly event: string;
	readonly cursor?: string;
	readonly data: {
		readonly file?: number;
		readonly filename?: string;
		readonly fileSize?: number;
		readonly progress?: number;
		readonly percentComplete?: number;
		readonly currentFileStatus?: string;
		readonly error?: string;
		readonly batch?: { readonly id: string };
		readonly totalFiles?: number;
		readonly successCount?: number;
		readonly failureCount?: number;
	};
}

/** A form as the seed's client sends it. */
export function chunkForm(
	files: readonly ChunkFile[],
	fields: Readonly<Record<string, string>> = {},
): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	for (const { name, bytes } of files)
		form.append("images", new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "image/png" }), name);
	return form;
}

/** Sends one chunk of a batch. */
export async function sendChunk(
	session: TestSession,
	batchId: string,
	files: readonly ChunkFile[],
): Promise<ChunkReply> {
	const body = chunkForm(files, { batchId });
	return session.json<ChunkReply>("/api/image_batch/upload", { method: "POST", body });
}

/** Opens the socket of one batch, or of all. */
export function openProgress(
	session: TestSession,
	path: string,
	after?: string,
): Promise<TestSocket<BatchMessage>> {
	const query = after === undefined ? "" : `?after=${encodeURIComponent(after)}`;
	const headers = { authorization: session.authorization };
	return openSocket<BatchMessage>(`${session.url}/api/image_batch/progress${path}${query}`, { headers });
}

/** All messages up to and including the first that matches. */
export async function readUntil(
	socket: TestSocket<BatchMessage>,
	matches: (message: BatchMessage) => boolean,
): Promise<BatchMessage[]> {
	const received: BatchMessage[] = [];
	for await (const message of socket) {
		received.push(message);
		if (matches(message)) return received;
	}
	throw new Error(`The socket closed after ${JSON.stringify(received.at(-1))}`);
}

/** Matches the summary of a batch of `files` files. */
export function isSummaryOf(files: number): (message: BatchMessage) => boolean {
	return ({ event, data }) => event === "uploadCompleted" && data.totalFiles === files;
}

/** The steps of each file, as `progress status`, in the order in which they were received. */
export function stepsByFile(messages: readonly BatchMessage[]): Map<string, string[]> {
	const steps = new Map<string, string[]>();
	for (const { event, data } of messages) {
		if (event !== "uploadProgress" || data.filename === undefined) continue;
		const own = steps.get(data.filename) ?? [];
		steps.set(data.filename, own);
		own.push(`${data.progress} ${data.currentFileStatus}`);
	}
	return steps;
}
