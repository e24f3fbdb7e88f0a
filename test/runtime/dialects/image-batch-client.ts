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

/** An event of seed 002, its data as far as tests read it. */
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

/** Everything that a socket says up to and with the first message that fits. */
export async function hearUntil(
	socket: TestSocket<BatchMessage>,
	fits: (message: BatchMessage) => boolean,
): Promise<BatchMessage[]> {
	const heard: BatchMessage[] = [];
	for await (const message of socket) {
		heard.push(message);
		if (fits(message)) return heard;
	}
	throw new Error(`The socket closed after ${JSON.stringify(heard.at(-1))}`);
}

/** Whether it sums up a batch of so many files. */
export function sumsUp(files: number): (message: BatchMessage) => boolean {
	return ({ event, data }) => event === "uploadCompleted" && data.totalFiles === files;
}

/** What was said of each file, as `progress status`, in the order in which it was said. */
export function waysOf(messages: readonly BatchMessage[]): Map<string, string[]> {
	const ways = new Map<string, string[]>();
	for (const { event, data } of messages) {
		if (event !== "uploadProgress" || data.filename === undefined) continue;
		const way = ways.get(data.filename) ?? [];
		ways.set(data.filename, way);
		way.push(`${data.progress} ${data.currentFileStatus}`);
	}
	return ways;
}
