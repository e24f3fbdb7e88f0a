import { ok, type Result, refuse } from "../../src/protocol/result.ts";
import { type Failure, refusal } from "./failure.ts";

/** How a body is sent; the browser's own below, a fake in tests. */
export type SendBody = (request: {
	readonly method: "POST" | "PUT";
	readonly path: string;
	readonly body: FormData | Blob;
	/** Bytes that have left so far, framing included. */
	onSent(bytes: number): void;
	readonly signal: AbortSignal;
}) => Promise<Result<unknown, Failure>>;

/** A request that moved no byte for this long is dead, in milliseconds; slow phones still move some. */
const STALL_MS = 60_000;

/**
 * Sends a body with XMLHttpRequest: the only way that tells how many bytes have left. A blob goes without a type of
 * its own, since the server looks at the bytes and not at the claim.
 */
export const sendBody: SendBody = ({ method, path, body, onSent, signal }) =>
	new Promise((settle) => {
		const request = new XMLHttpRequest();
		let stall: ReturnType<typeof setTimeout>;
		const alive = () => {
			clearTimeout(stall);
			stall = setTimeout(() => request.abort(), STALL_MS);
		};
		const lost = () => {
			clearTimeout(stall);
			settle(refuse({ kind: "network" }));
		};
		request.open(method, path);
		request.setRequestHeader("accept", "application/json");
		if (body instanceof Blob) request.setRequestHeader("content-type", "application/octet-stream");
		request.upload.onprogress = (event) => {
			alive();
			onSent(event.loaded);
		};
		request.onerror = lost;
		request.onabort = lost;
		request.onload = () => {
			clearTimeout(stall);
			let answer: unknown = null;
			try {
				answer = JSON.parse(request.responseText);
			} catch {
				// A proxy's own error page: the status tells enough.
			}
			if (request.status >= 200 && request.status < 300) settle(ok(answer));
			else settle(refuse(refusal(request.status, answer, request.getResponseHeader("retry-after"))));
		};
		signal.addEventListener("abort", () => request.abort(), { once: true });
		alive();
		request.send(body);
	});
