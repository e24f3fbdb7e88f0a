import { isOrphan, THUMBNAIL } from "./object-name.ts";

/** Keys that one R2 call removes or lists at most. */
export const KEYS_PER_CALL = 1000;

/** The key of a session's object: everything of a session lies under its id, so that it can be removed together. */
export function keyOf(session: string, object: string): string {
	return `${session}/${object}`;
}

/** R2 says so of bytes that do not have the checksum which was told. Its binding has no structured errors. */
const BAD_DIGEST = 10037;

function isBadDigest(error: unknown): boolean {
	return error instanceof Error && error.message.includes(`(${BAD_DIGEST})`);
}

/** The bytes of a put had another hash than was told, and were not kept. */
export class OtherBytes extends Error {}

/** The objects of one session in R2. Names are made by us, so no name of a file ever becomes part of a key. */
export class BlobStore {
	readonly #bucket: R2Bucket;
	readonly #session: string;

	constructor(bucket: R2Bucket, session: string) {
		this.#bucket = bucket;
		this.#session = session;
	}

	/** Stores bytes that are all here. */
	async putBytes(object: string, bytes: Uint8Array): Promise<void> {
		await this.#bucket.put(keyOf(this.#session, object), bytes);
	}

	/**
	 * Stores a body of known length as it arrives. R2 takes no stream of unknown length, and this one fails when it
	 * brings fewer or more bytes than said; then there is no object. With `sha256` (hex) R2 itself refuses other bytes.
	 */
	async putStream(
		object: string,
		body: ReadableStream<Uint8Array>,
		length: number,
		sha256?: string,
	): Promise<void> {
		const sized = new FixedLengthStream(length);
		const piped = body.pipeTo(sized.writable);
		const put = this.#bucket.put(keyOf(this.#session, object), sized.readable, { ...(sha256 && { sha256 }) });
		const [pipe, stored] = await Promise.allSettled([piped, put]);
		if (pipe.status === "fulfilled" && stored.status === "fulfilled") return;
		// Where the first byte too many came late, R2 has made an object of those before it, and says that it has not.
		await this.remove([object]);
		if (stored.status === "rejected" && isBadDigest(stored.reason)) throw new OtherBytes();
		throw pipe.status === "rejected" ? pipe.reason : new Error("storage did not take the bytes");
	}

	/** Reads an object or a range of it; `null` when there is none. */
	get(object: string, range?: { offset: number; length: number }): Promise<R2ObjectBody | null> {
		return this.#bucket.get(keyOf(this.#session, object), range ? { range } : undefined);
	}

	/** Keeps the thumbnail that was made of an object. */
	async putThumbnail(object: string, bytes: Uint8Array): Promise<void> {
		await this.putBytes(object + THUMBNAIL, bytes);
	}

	/** The thumbnail that was made of an object; `null` when none was. */
	getThumbnail(object: string): Promise<R2ObjectBody | null> {
		return this.get(object + THUMBNAIL);
	}

	/** Removes objects and what was made of them; those that are not there count as removed. */
	async remove(objects: readonly string[]): Promise<void> {
		const keys = objects.flatMap((object) =>
			[object, object + THUMBNAIL].map((name) => keyOf(this.#session, name)),
		);
		for (let first = 0; first < keys.length; first += KEYS_PER_CALL) {
			await this.#bucket.delete(keys.slice(first, first + KEYS_PER_CALL));
		}
	}

	/** Removes objects of one put each that are older than `before` (milliseconds since 1970) and that nobody knows. */
	async sweep(known: ReadonlySet<string>, before: number): Promise<void> {
		const prefix = keyOf(this.#session, "");
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

	/** Removes everything of the session, known or not. */
	async purge(): Promise<void> {
		while (true) {
			const page = await this.#bucket.list({ prefix: keyOf(this.#session, ""), limit: KEYS_PER_CALL });
			if (page.objects.length > 0) await this.#bucket.delete(page.objects.map(({ key }) => key));
			if (!page.truncated) return;
		}
	}
}
