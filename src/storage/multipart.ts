import type { OpenMultipart, UploadedPart, UploadStore } from "../session/rules/upload-protocol.ts";
import { KEYS_PER_CALL, objectKey } from "./blob-store.ts";

/**
 * R2's error code for a multipart upload that was completed or aborted. The binding has no structured errors: the code is in
 * the message (signalapp/tus-server `src/retry.ts` reads it the same way).
 */
const NO_SUCH_UPLOAD = 10024;

function isNoSuchUpload(error: unknown): boolean {
	return error instanceof Error && error.message.includes(`(${NO_SUCH_UPLOAD})`);
}

/** R2 multipart uploads, tails, and the objects assembled from them. */
export class MultipartStore implements UploadStore {
	readonly #bucket: R2Bucket;
	readonly #session: string;

	constructor(bucket: R2Bucket, session: string) {
		this.#bucket = bucket;
		this.#session = session;
	}

	async put(object: string, bytes: Uint8Array): Promise<void> {
		await this.#bucket.put(objectKey(this.#session, object), bytes);
	}

	async open(object: string): Promise<string> {
		return (await this.#bucket.createMultipartUpload(objectKey(this.#session, object))).uploadId;
	}

	async part(object: string, multipart: string, number: number, bytes: Uint8Array): Promise<string> {
		return (await this.#resume(object, multipart).uploadPart(number, bytes)).etag;
	}

	async complete(object: string, multipart: string, parts: readonly UploadedPart[]): Promise<void> {
		try {
			const uploaded = parts.map(({ number, etag }) => ({ partNumber: number, etag }));
			await this.#resume(object, multipart).complete(uploaded);
		} catch (error) {
			// Completed earlier, but the session was killed before it could record that: then the object exists.
			if (isNoSuchUpload(error) && (await this.#bucket.head(objectKey(this.#session, object)))) return;
			throw error;
		}
	}

	async read(object: string, offset: number): Promise<AsyncIterable<Uint8Array> | null> {
		const range = offset === 0 ? {} : { range: { offset } };
		const found = await this.#bucket.get(objectKey(this.#session, object), range);
		return found === null ? null : found.body;
	}

	async remove(object: string): Promise<void> {
		await this.#bucket.delete(objectKey(this.#session, object));
	}

	async discard({ object, multipart, tailPrefix }: OpenMultipart): Promise<void> {
		if (multipart !== null) {
			try {
				await this.#resume(object, multipart).abort();
			} catch (error) {
				if (!isNoSuchUpload(error)) throw error;
			}
		}
		if (tailPrefix === null) return;
		const prefix = objectKey(this.#session, tailPrefix);
		while (true) {
			const page = await this.#bucket.list({ prefix, limit: KEYS_PER_CALL });
			if (page.objects.length > 0) await this.#bucket.delete(page.objects.map(({ key }) => key));
			if (!page.truncated) return;
		}
	}

	#resume(object: string, multipart: string): R2MultipartUpload {
		return this.#bucket.resumeMultipartUpload(objectKey(this.#session, object), multipart);
	}
}
