/** The first bytes of a body, and the whole body again as a stream. */
export interface PeekedBody {
	readonly head: Uint8Array;
	readonly body: ReadableStream<Uint8Array>;
}

/** Reads ahead, up to about `maxBytes` (whole chunks). Throws when the connection breaks meanwhile. */
export async function peekBody(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<PeekedBody> {
	const reader = body.getReader();
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	let ended = false;
	while (!ended && bytes < maxBytes) {
		const { done, value } = await reader.read();
		ended = done;
		if (value === undefined) continue;
		chunks.push(value);
		bytes += value.byteLength;
	}
	const head = new Uint8Array(bytes);
	let at = 0;
	for (const chunk of chunks) {
		head.set(chunk, at);
		at += chunk.byteLength;
	}
	const restored = new ReadableStream<Uint8Array>({
		start(controller) {
			if (bytes > 0) controller.enqueue(head);
			if (ended) controller.close();
		},
		async pull(controller) {
			const { done, value } = await reader.read();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		cancel: (reason) => reader.cancel(reason),
	});
	return { head, body: restored };
}
