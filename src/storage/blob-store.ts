import { isOrphan, THUMBNAIL_SUFFIX } from "./object-name.ts";

/** R2's limit for one list or delete call. */
export const KEYS_PER_CALL = 1000;

/** The R2 key of a session's object. The session's id is the prefix, so that everything of a session can be removed. */
export function objectKey(session: string, object: string): string {
	return `${session}/${object}`;
}

/** R2's error code for bytes that do not match the given checksum. The binding has no structured errors: the code is in the message. */
const BAD_DIGEST = 10037;

function isBadDigest(error: unknown): boolean {
	return error instanceof Error && error.message.includes(`(${BAD_DIGEST})`);
}

/** R2 refused a put because the bytes do not have the declared SHA-256. */
export class ChecksumMismatchError extends Error {}

/** A thumbnail, or why there is none: how often making it has failed, and when last (milliseconds since 1970). */
export type StoredThumbnail =
	| { readonly bytes: Uint8Array }
	| { readonly failures: number; readonly failedAt: number };

/** The objects of one session in R2. Object names are generated, so a file's name never becomes part of a key. */
export class BlobStore {
	readonly #bucket: R2Bucket;
	readonly #session: string;

	constructor(bucket: R2Bucket, session: string) {
		this.#bucket = bucket;
		this.#session = session;
	}

	/** Stores a buffer. */
	async putBytes(object: string, bytes: Uint8Array): Promise<void> {
		await this.#bucket.put(objectKey(this.#session, object), bytes);
	}

	/**
	 * Streams a body of known length; R2 accepts no stream of unknown length. Throws, and stores nothing, when the body has
	 * fewer or more bytes; `ChecksumMismatchError` when it does not have the given `sha256` (hex).
	 */
	async putStream(
		object: string,
		body: ReadableStream<Uint8Array>,
		length: number,
		sha256?: string,
	): Promise<void> {
		const sized = new FixedLengthStream(length);
		const piped = body.pipeTo(sized.writable);
		const put = this.#bucket.put(objectKey(this.#session, object), sized.readable, {
			...(sha256 && { sha256 }),
		});
		const [pipe, stored] = await Promise.allSettled([piped, put]);
		if (pipe.status === "fulfilled" && stored.status === "fulfilled") return;
		// When an excess byte arrives late, R2 reports a failure but has already created an object from the bytes before it.
		await this.remove([object]);
		if (stored.status === "rejected" && isBadDigest(stored.reason)) throw new ChecksumMismatchError();
		throw pipe.status === "rejected" ? pipe.reason : new Error("storage did not take the bytes");
	}

	/** Reads an object or a range of it; `null` when it does not exist. */
	get(object: string, range?: { offset: number; length: number }): Promise<R2ObjectBody | null> {
		return this.#bucket.get(objectKey(this.#session, object), range ? { range } : undefined);
	}

	/** Stores the generated thumbnail of an object. */
	async putThumbnail(object: string, bytes: Uint8Array): Promise<void> {
		await this.putBytes(object + THUMBNAIL_SUFFIX, bytes);
	}

	/** Stores, in place of a thumbnail, how often making it has failed. */
	async putThumbnailFailures(object: string, failures: number): Promise<void> {
		const key = objectKey(this.#session, object + THUMBNAIL_SUFFIX);
		await this.#bucket.put(key, new Uint8Array(0), { customMetadata: { failures: String(failures) } });
	}

	/** The generated thumbnail of an object, or how often making it has failed; `null` when it was never tried. */
	async getThumbnail(object: string): Promise<StoredThumbnail | null> {
		const found = await this.get(object + THUMBNAIL_SUFFIX);
		if (found === null) return null;
		const failures = Number(found.customMetadata?.failures ?? 0);
		if (failures > 0) return { failures, failedAt: found.uploaded.getTime() };
		return { bytes: new Uint8Array(await found.arrayBuffer()) };
	}

	/** Removes objects and their thumbnails. Objects that do not exist are no error. */
	async remove(objects: readonly string[]): Promise<void> {
		const keys = objects.flatMap((object) =>
			[object, object + THUMBNAIL_SUFFIX].map((name) => objectKey(this.#session, name)),
		);
		for (let first = 0; first < keys.length; first += KEYS_PER_CALL) {
			await this.#bucket.delete(keys.slice(first, first + KEYS_PER_CALL));
		}
	}

	/** Removes objects that no file in `known` owns and that were stored before `before` (milliseconds since 1970). */
	async removeOrphans(known: ReadonlySet<string>, before: number): Promise<void> {
		const prefix = objectKey(this.#session, "");
		let cursor: string | undefined;
		do {
			const page = await this.#bucket.list({ prefix, limit: KEYS_PER_CALL, ...(cursor && { cursor }) });
			const orphans = page.objects.filter(({ key, uploaded }) => {
				return uploaded.getTime() < before && isOrphan(key.slice(prefix.length), known);
			});
			if (orphans.length > 0) await this.#bucket.delete(orphans.map(({ key }) => key));
			cursor = page.truncated ? page.cursor : undefined;
		} while (cursor);
	}

	/** Removes every object of the session. */
	async removeAll(): Promise<void> {
		while (true) {
			const page = await this.#bucket.list({ prefix: objectKey(this.#session, ""), limit: KEYS_PER_CALL });
			if (page.objects.length > 0) await this.#bucket.delete(page.objects.map(({ key }) => key));
			if (!page.truncated) return;
		}
	}
}
