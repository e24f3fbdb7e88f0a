import type { MiddlewareHandler } from "hono";
import { MIB } from "../protocol/limits.ts";
import type { RouteEnv } from "./caller.ts";

/** Bytes of a refused body that are read away: as much as a form may have. */
const MAX_DRAINED_BYTES = 32 * MIB;

/** Milliseconds that a refusal waits for its body altogether: a slow sender is cut off instead. */
const MAX_DRAIN_MS = 3_000;

/** Milliseconds without a byte after which the sender is taken to wait for the answer. */
const IDLE_MS = 250;

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>;

/** The next piece; `undefined` when none comes in time. */
async function readSoon(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Read | undefined> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const idle = new Promise<undefined>((resolve) => {
		timer = setTimeout(() => resolve(undefined), IDLE_MS);
	});
	try {
		return await Promise.race([reader.read(), idle]);
	} finally {
		clearTimeout(timer);
	}
}

/** Reads a body away, within the bounds; what goes wrong with it concerns nobody any more. */
async function drain(body: ReadableStream<Uint8Array>): Promise<void> {
	const reader = body.getReader();
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

/**
 * Reads what is left of a refused request's body before the refusal goes out. A connection that is answered and closed
 * while its client still writes ends in a broken pipe there, and the client never sees why it was refused.
 */
export const drainRefused: MiddlewareHandler<RouteEnv> = async (context, next) => {
	await next();
	const { body, bodyUsed } = context.req.raw;
	if (context.res.status >= 400 && body !== null && !bodyUsed && !body.locked) await drain(body);
};
