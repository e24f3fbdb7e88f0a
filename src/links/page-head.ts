/** The beginning of a body, and the body as if nobody had looked at it. */
export interface Peeked {
	readonly head: Uint8Array;
	readonly body: ReadableStream<Uint8Array>;
}

/** Reads at most so many bytes ahead. Throws when the line breaks before there is anything. */
export async function peek(body: ReadableStream<Uint8Array>, most: number): Promise<Peeked> {
	const reader = body.getReader();
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	let ended = false;
	while (!ended && bytes < most) {
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
	const again = new ReadableStream<Uint8Array>({
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
	return { head, body: again };
}
