import { MIB } from "../../protocol/limits.ts";

/** Bytes of a refused body that are read away: as much as a form may have. */
const MAX_DRAINED_BYTES = 32 * MIB;

/** Milliseconds that a refusal waits for its body altogether: a slow sender is cut off instead. */
const MAX_DRAIN_MS = 3_000;

/** Milliseconds without a byte after which the sender is taken to wait for the answer. */
const IDLE_MS = 250;

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

/** The next piece; `undefined` when none comes in time. */
async function readSoon(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Read | undefined> {
	const idle = Promise.withResolvers<undefined>();
	const timer = setTimeout(() => idle.resolve(undefined), IDLE_MS);
	try {
		return await Promise.race([reader.read(), idle.promise]);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Reads what is left of a body away, within the bounds; what goes wrong with it concerns nobody any more. A connection that
 * is answered and closed while its client still writes is reset, and the client never sees why it was refused.
 */
export async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
	const until = Date.now() + MAX_DRAIN_MS;
	try {
		for (let bytes = 0; bytes < MAX_DRAINED_BYTES && Date.now() < until; ) {
			const read = await readSoon(reader);
			if (read === undefined) break;
			if (read.done) return;
			bytes += read.value.byteLength;
		}
		// The lock cannot be given back while a read is pending; cancelling ends both.
		await reader.cancel();
	} catch {
		return;
	}
}
