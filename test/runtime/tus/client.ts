import { createHash } from "node:crypto";
import { Upload, type UploadOptions } from "tus-js-client";
import { expect } from "vitest";
import { chance } from "../../support/seed.ts";
import type { TestSession } from "../../support/server/client.ts";

/** The file number in an upload's path. */
export function numberOf(location: string | null): number {
	return Number(/\/api\/uploads\/(\d+)$/.exec(location ?? "")?.[1] ?? 0);
}

/** Pseudo-random bytes without repetition, so that any misplaced block is noticed. */
export function someBytes(length: number, seed = 1): Buffer {
	const random = chance(seed);
	const block = Buffer.from(Array.from({ length: 65_521 }, () => random.below(256)));
	const bytes = Buffer.alloc(length);
	for (let at = 0; at < length; at += block.length) block.copy(bytes, at);
	for (let at = 0; at + 8 <= length; at += 4096) bytes.writeUInt32LE(at, at);
	return bytes;
}

export function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/** The stored bytes of a file. */
export async function originalOf(session: TestSession, n: number): Promise<Buffer> {
	const response = await session.fetch(`/api/files/${n}/original`);
	if (!response.ok) throw new Error(`original answered ${response.status}: ${await response.text()}`);
	return Buffer.from(await response.arrayBuffer());
}

/** An unmodified tus-js-client for a session. `done` resolves with the file's number. */
export function clientUpload(
	session: TestSession,
	bytes: Buffer,
	options: UploadOptions = {},
): { upload: Upload; done: Promise<number> } {
	const done = Promise.withResolvers<number>();
	const upload = new Upload(bytes, {
		endpoint: `${session.url}/api/uploads`,
		headers: { authorization: session.authorization },
		retryDelays: [0, 200, 500, 1000],
		metadata: { filename: "photo.bin", filetype: "application/octet-stream" },
		...options,
		onSuccess: () => done.resolve(numberOf(upload.url)),
		onError: (error) => done.reject(error),
	});
	return { upload, done: done.promise };
}

/** A hand-written tus request. */
export function tus(
	session: TestSession,
	method: string,
	path: string,
	headers: Record<string, string> = {},
	body?: Uint8Array,
): Promise<Response> {
	return session.fetch(path, {
		method,
		headers: { "tus-resumable": "1.0.0", ...headers },
		...(body && { body: new Blob([body as Uint8Array<ArrayBuffer>]) }),
	});
}

/** Creates an upload without bytes; returns its path. */
export async function createUpload(
	session: TestSession,
	length: number,
	headers: Record<string, string> = {},
): Promise<string> {
	const created = await tus(session, "POST", "/api/uploads", { "upload-length": String(length), ...headers });
	if (created.status !== 201) throw new Error(`POST answered ${created.status}: ${await created.text()}`);
	return created.headers.get("location") ?? "";
}

/** Sends bytes from an offset. */
export function patch(
	session: TestSession,
	path: string,
	offset: number,
	body: Uint8Array,
	headers: Record<string, string> = {},
): Promise<Response> {
	const sent = {
		"upload-offset": String(offset),
		"content-type": "application/offset+octet-stream",
		...headers,
	};
	return tus(session, "PATCH", path, sent, body);
}

/** An upload's offset, by HEAD. */
export async function offsetOf(session: TestSession, path: string): Promise<number> {
	const response = await tus(session, "HEAD", path);
	if (response.status !== 200) throw new Error(`HEAD answered ${response.status}`);
	return Number(response.headers.get("upload-offset"));
}

export function base64(text: string): string {
	return Buffer.from(text).toString("base64");
}

/** The `Upload-Metadata` header of these pairs. */
export function metadata(pairs: Record<string, string>): Record<string, string> {
	const text = Object.entries(pairs).map(([key, value]) => `${key} ${base64(value)}`);
	return { "upload-metadata": text.join(",") };
}

/** The status and code of a refusal; expects problem+json with the tus headers. */
export async function refusal(response: Response): Promise<{ status: number; code: string }> {
	expect(response.headers.get("content-type")).toBe("application/problem+json");
	expect(response.headers.get("tus-resumable")).toBe("1.0.0");
	const { code } = (await response.json()) as { code: string };
	return { status: response.status, code };
}
