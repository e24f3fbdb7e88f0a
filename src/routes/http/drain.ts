import { MIB } from "../../protocol/limits.ts";

/** Bytes of a refused body that are discarded at most: the size limit of a form. */
const MAX_DRAINED_BYTES = 32 * MIB;

/** Milliseconds spent draining at most. A slower client is disconnected. */
const MAX_DRAIN_MS = 3_000;

/** Milliseconds without a byte after which the client is assumed to be waiting for the response. */
const IDLE_MS = 250;

type ReadResult = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

/** The next chunk; `undefined` when none arrives within `IDLE_MS`. */
async function readSoon(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<ReadResult | undefined> {
	const idle = Promise.withResolvers<undefined>();
	const timer = setTimeout(() => idle.resolve(undefined), IDLE_MS);
	try {
		return await Promise.race([reader.read(), idle.promise]);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Discards the rest of a body, within the bounds above; errors are ignored. Closing a connection while the client still
 * writes resets it (RFC 9112 §9.6), and the client never sees why it was refused.
 */
export async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
	const deadline = Date.now() + MAX_DRAIN_MS;
	try {
		for (let bytes = 0; bytes < MAX_DRAINED_BYTES && Date.now() < deadline; ) {
			const read = await readSoon(reader);
			if (read === undefined) break;
			if (read.done) return;
			bytes += read.value.byteLength;
		}
		// `releaseLock` is no use while a read is pending; cancelling ends both.
		await reader.cancel();
	} catch {
		return;
	}
}
