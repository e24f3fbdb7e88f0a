import type { Clock } from "../../../client/http/clock.ts";
import { bytesOf, readReply, type SendBody } from "../../../client/sending/requests/send-body.ts";
import { StallWatch } from "../../../client/sending/requests/stall-timer.ts";
import { refuse } from "../../../src/protocol/result.ts";

/**
 * Sends with XMLHttpRequest: the only way in a browser that tells how many bytes have left. A blob goes without a type of
 * its own, since the server looks at the bytes and not at the claim.
 */
export function createXhrSend(clock: Clock): SendBody {
	return ({ method, url, headers = {}, body, onSent, signal }) =>
		new Promise((settle) => {
			const request = new XMLHttpRequest();
			let stalled = false;
			const watch = new StallWatch(clock, () => {
				stalled = true;
				request.abort();
			});
			const abort = () => request.abort();
			const end = () => {
				watch.end();
				signal.removeEventListener("abort", abort);
			};
			const lost = () => {
				end();
				settle(refuse({ kind: "network", stalled }));
			};
			request.open(method, url);
			const type = body instanceof Blob ? { "content-type": "application/octet-stream" } : {};
			for (const [name, value] of Object.entries({
				accept: "application/json",
				...type,
				...headers,
			}))
				request.setRequestHeader(name, value);
			request.upload.onprogress = (event) => {
				watch.moved();
				onSent(event.loaded);
			};
			request.upload.onload = () => watch.allSent(bytesOf(body));
			request.onerror = lost;
			request.onabort = lost;
			request.onload = () => {
				end();
				settle(readReply(request.status, request.responseText, (name) => request.getResponseHeader(name)));
			};
			if (signal.aborted) return lost();
			signal.addEventListener("abort", abort, { once: true });
			request.send(body);
		});
}
