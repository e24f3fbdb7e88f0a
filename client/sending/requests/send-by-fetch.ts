import { refuse } from "../../../src/protocol/result.ts";
import type { Clock } from "../../http/clock.ts";
import { bytesOf, readReply, type SendBody } from "./send-body.ts";
import { StallWatch } from "./stall-timer.ts";

type Fetch = (url: string, init: RequestInit & { readonly duplex?: "half" }) => Promise<Response>;

/** The same bytes, counted as they are taken. */
function counted(body: ReadableStream<Uint8Array>, took: (bytes: number) => void, done: () => void) {
	let bytes = 0;
	return body.pipeThrough(
		new TransformStream<Uint8Array, Uint8Array>({
			transform(chunk, out) {
				bytes += chunk.byteLength;
				took(bytes);
				out.enqueue(chunk);
			},
			flush: done,
		}),
	);
}

/**
 * Sends with `fetch`, for programs: Node takes a stream as a body, so that its bytes can be counted on their way, and
 * honours a length that is told. Browsers do neither over HTTP/1.1; there it is XMLHttpRequest.
 */
export function createFetchSend(fetch: Fetch, clock: Clock): SendBody {
	return async ({ method, url, headers = {}, body, onSent, signal }) => {
		const stalling = new AbortController();
		const watch = new StallWatch(clock, () => stalling.abort());
		const took = (bytes: number) => {
			watch.moved();
			onSent(bytes);
		};
		// A response is what writes a form down.
		const { body: bytes, headers: framing } = new Response(body);
		const type = body instanceof FormData ? framing.get("content-type") : "application/octet-stream";
		try {
			const response = await fetch(url, {
				method,
				headers: {
					accept: "application/json",
					...(body !== null && type !== null && { "content-type": type }),
					...(body instanceof Blob && { "content-length": String(body.size) }),
					...headers,
				},
				signal: AbortSignal.any([signal, stalling.signal]),
				...(bytes && { body: counted(bytes, took, () => watch.allSent(bytesOf(body))), duplex: "half" }),
			});
			return readReply(response.status, await response.text(), (name) => response.headers.get(name));
		} catch {
			return refuse({ kind: "network", stalled: stalling.signal.aborted });
		} finally {
			watch.end();
		}
	};
}
