import { KIB } from "../../protocol/limits.ts";

/** Bytes of one read: what has arrived is given at once, so a cut loses nothing; fewer turns of the loop for fast lines. */
const READ_BYTES = 256 * KIB;

/**
 * A request's body as it arrives. Every chunk lies in the same memory and is to be used before the next is asked for.
 * Throws when the line is cut. Whoever stops early leaves the rest unread.
 */
export async function* bodyChunks(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array, void> {
	if (body === null) return;
	const reader = body.getReader({ mode: "byob" });
	let scratch = new Uint8Array(READ_BYTES);
	while (true) {
		const { done, value } = await reader.read(scratch);
		if (done) return;
		yield value;
		scratch = new Uint8Array(value.buffer, 0, READ_BYTES);
	}
}
