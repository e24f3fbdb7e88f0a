import { type Result, refuse } from "../../../src/protocol/result.ts";
import { type Failure, refusal } from "../../http/failure.ts";

/** A request that may bring bytes. */
export interface BodyRequest {
	readonly method: "POST" | "PUT" | "PATCH" | "HEAD";
	/** A path of this origin, or a whole address. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: FormData | Blob | null;
	/** Bytes that have left so far, framing included. */
	onSent(bytes: number): void;
	readonly signal: AbortSignal;
}

/** What the server answered well. */
export interface BodyReply {
	/** The JSON of the answer; `null` when it has none. */
	readonly body: unknown;
	header(name: string): string | null;
}

/** How a body is sent: by XMLHttpRequest in a browser, by `fetch` elsewhere, by a fake in tests. */
export type SendBody = (request: BodyRequest) => Promise<Result<BodyReply, Failure>>;

/** Reads an answer, whoever brought it. `text` may be a proxy's own page: then the status tells enough. */
export function readReply(
	status: number,
	text: string,
	header: (name: string) => string | null,
): Result<BodyReply, Failure> {
	let body: unknown = null;
	try {
		body = JSON.parse(text);
	} catch {
		// Nothing, or no JSON.
	}
	if (status >= 200 && status < 300) return { ok: true, value: { body, header } };
	return refuse(refusal(status, body, header("retry-after")));
}

/** Bytes of a body, without the framing of a form. */
export function bytesOf(body: FormData | Blob | null): number {
	if (body === null) return 0;
	if (body instanceof Blob) return body.size;
	let bytes = 0;
	for (const [, part] of body) if (typeof part !== "string") bytes += part.size;
	return bytes;
}
