import { type Result, refuse } from "../../../src/protocol/result.ts";
import type { Clock } from "../../http/clock.ts";
import { type Failure, parseRefusal } from "../../http/failure.ts";
import { StallTimer } from "./stall-timer.ts";

/** A request that may carry bytes. */
export interface BodyRequest {
	readonly method: "POST" | "PUT" | "PATCH" | "HEAD";
	/** A path of the page's own origin, or a whole URL. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: FormData | Blob | null;
	/** Called with the bytes that have left so far, a form's framing included. */
	onSent(bytes: number): void;
	readonly signal: AbortSignal;
}

/** A 2xx answer. */
export interface BodyReply {
	/** The answer's JSON; `null` if it has none. */
	readonly body: unknown;
	header(name: string): string | null;
}

/** Sends one request. It never rejects. */
export type SendBody = (request: BodyRequest) => Promise<Result<BodyReply, Failure>>;

/** What a transport is given: all headers are set, except a form's `content-type`. */
export interface TransportRequest extends BodyRequest {
	/** To be called once the whole body has left. */
	onBodySent(): void;
}

/** An answer of any status, as a transport read it. */
export interface TransportReply {
	readonly status: number;
	readonly text: string;
	header(name: string): string | null;
}

/** One way to send a request and count its bytes: `XMLHttpRequest` in a browser, `fetch` elsewhere. `undefined`: no answer. */
export type BodyTransport = (request: TransportRequest) => Promise<TransportReply | undefined>;

/** Sends over a transport, and gives a request up when it stalls. */
export function createSend(transport: BodyTransport, clock: Clock): SendBody {
	return async ({ body, headers, onSent, signal, ...request }) => {
		const stalling = new AbortController();
		const timer = new StallTimer(clock, () => stalling.abort());
		const reply = await transport({
			...request,
			body,
			headers: {
				accept: "application/json",
				// Without the blob's own type: the server decides by the bytes and not by the claim.
				...(body instanceof Blob && { "content-type": "application/octet-stream" }),
				...headers,
			},
			onSent(bytes) {
				timer.progressed();
				onSent(bytes);
			},
			onBodySent: () => timer.bodySent(bodyBytes(body)),
			signal: AbortSignal.any([signal, stalling.signal]),
		});
		timer.stop();
		if (reply === undefined) return refuse({ kind: "network", stalled: stalling.signal.aborted });
		return parseReply(reply);
	};
}

function parseReply({ status, text, header }: TransportReply): Result<BodyReply, Failure> {
	let body: unknown = null;
	try {
		body = JSON.parse(text);
	} catch {
		// Empty, or a proxy's own page: the status is enough.
	}
	if (status >= 200 && status < 300) return { ok: true, value: { body, header } };
	return refuse(parseRefusal(status, body, header("retry-after")));
}

/** Bytes of a body, without a form's framing. */
export function bodyBytes(body: FormData | Blob | null): number {
	if (body === null) return 0;
	if (body instanceof Blob) return body.size;
	let bytes = 0;
	for (const [, part] of body) if (typeof part !== "string") bytes += part.size;
	return bytes;
}
