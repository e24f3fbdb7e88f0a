import type { Clock } from "../../http/clock.ts";
import { type BodyTransport, createSend, type SendBody } from "./send-body.ts";

type Fetch = (url: string, init: RequestInit & { readonly duplex?: "half" }) => Promise<Response>;

/** The same bytes, with a callback for each chunk that is taken. */
function counted(body: ReadableStream<Uint8Array>, onSent: (bytes: number) => void, onEnd: () => void) {
	let bytes = 0;
	return body.pipeThrough(
		new TransformStream<Uint8Array, Uint8Array>({
			transform(chunk, controller) {
				bytes += chunk.byteLength;
				onSent(bytes);
				controller.enqueue(chunk);
			},
			flush: onEnd,
		}),
	);
}

/**
 * Sends with `fetch`, for programs: Node takes a stream as a body, so that its bytes can be counted on their way, and honours
 * the `content-length` that is set. Browsers do neither over HTTP/1.1; there it must be XMLHttpRequest.
 */
export function createFetchSend(fetch: Fetch, clock: Clock): SendBody {
	const transport: BodyTransport = async ({ method, url, headers, body, onSent, onBodySent, signal }) => {
		// A `Response` serializes a form. Its type is read first: Bun 1.4 forgets it once the body has been taken.
		const serialized = new Response(body);
		const formType = body instanceof FormData ? serialized.headers.get("content-type") : null;
		const stream = serialized.body;
		try {
			const response = await fetch(url, {
				method,
				headers: {
					...(formType !== null && { "content-type": formType }),
					...(body instanceof Blob && { "content-length": String(body.size) }),
					...headers,
				},
				signal,
				...(stream && { body: counted(stream, onSent, onBodySent), duplex: "half" }),
			});
			const text = await response.text();
			return { status: response.status, text, header: (name) => response.headers.get(name) };
		} catch {
			return undefined;
		}
	};
	return createSend(transport, clock);
}
