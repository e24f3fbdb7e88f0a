import { KIB } from "../../protocol/limits.ts";

/** Largest read. A read returns what has arrived so far, so a disconnect loses nothing; fast clients need fewer reads. */
const READ_BYTES = 256 * KIB;

/**
 * A request's body as it arrives. All chunks share one buffer: use each before requesting the next. Throws when the client
 * disconnects. Returning early leaves the rest of the body unread.
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
