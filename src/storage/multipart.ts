import type { Half, Part, UploadStore } from "../session/rpc/upload-rpc.ts";
import { KEYS_PER_CALL, keyOf } from "./blob-store.ts";

/**
 * R2 says so of a multipart upload that was completed or aborted. Its binding has no structured errors: the code is
 * part of the message (signalapp/tus-server `src/retry.ts` reads it the same way).
 */
const NO_SUCH_UPLOAD = 10024;

function isNoSuchUpload(error: unknown): boolean {
	return error instanceof Error && error.message.includes(`(${NO_SUCH_UPLOAD})`);
}

/** The half of storage that resumable uploads use: parts, remainders, and the objects that come of them. */
export class MultipartStore implements UploadStore {
	readonly #bucket: R2Bucket;
	readonly #session: string;

	constructor(bucket: R2Bucket, session: string) {
		this.#bucket = bucket;
		this.#session = session;
	}

	async put(object: string, bytes: Uint8Array): Promise<void> {
		await this.#bucket.put(keyOf(this.#session, object), bytes);
	}

	async open(object: string): Promise<string> {
		return (await this.#bucket.createMultipartUpload(keyOf(this.#session, object))).uploadId;
	}

	async part(object: string, multipart: string, number: number, bytes: Uint8Array): Promise<string> {
		return (await this.#resume(object, multipart).uploadPart(number, bytes)).etag;
	}

	async complete(object: string, multipart: string, parts: readonly Part[]): Promise<void> {
		try {
			const named = parts.map(({ number, etag }) => ({ partNumber: number, etag }));
			await this.#resume(object, multipart).complete(named);
		} catch (error) {
			// Done before, and the actor died before it could write that down: then the object is there.
			if (isNoSuchUpload(error) && (await this.#bucket.head(keyOf(this.#session, object)))) return;
			throw error;
		}
	}

	async read(object: string, offset: number): Promise<AsyncIterable<Uint8Array> | null> {
		const range = offset === 0 ? {} : { range: { offset } };
		const found = await this.#bucket.get(keyOf(this.#session, object), range);
		return found === null ? null : found.body;
	}

	async remove(object: string): Promise<void> {
		await this.#bucket.delete(keyOf(this.#session, object));
	}

	async discard({ object, multipart, restPrefix }: Half): Promise<void> {
		if (multipart !== null) {
			try {
				await this.#resume(object, multipart).abort();
			} catch (error) {
				if (!isNoSuchUpload(error)) throw error;
			}
		}
		if (restPrefix === null) return;
		const prefix = keyOf(this.#session, restPrefix);
		while (true) {
			const page = await this.#bucket.list({ prefix, limit: KEYS_PER_CALL });
			if (page.objects.length > 0) await this.#bucket.delete(page.objects.map(({ key }) => key));
			if (!page.truncated) return;
		}
	}

	#resume(object: string, multipart: string): R2MultipartUpload {
		return this.#bucket.resumeMultipartUpload(keyOf(this.#session, object), multipart);
	}
}
