import type { Clock } from "../../../client/http.ts";
import { type BodyTransport, createSend, type SendBody } from "../../../client/sending.ts";

/** XMLHttpRequest, the only browser API that reports upload progress. */
const sendByXhr: BodyTransport = ({ method, url, headers = {}, body, onSent, onBodySent, signal }) =>
	new Promise((resolve) => {
		const request = new XMLHttpRequest();
		const abort = () => request.abort();
		const fail = () => {
			signal.removeEventListener("abort", abort);
			resolve(undefined);
		};
		request.open(method, url);
		for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
		request.upload.onprogress = (event) => onSent(event.loaded);
		request.upload.onload = onBodySent;
		request.onerror = fail;
		request.onabort = fail;
		request.onload = () => {
			signal.removeEventListener("abort", abort);
			resolve({
				status: request.status,
				text: request.responseText,
				header: (name) => request.getResponseHeader(name),
			});
		};
		if (signal.aborted) return fail();
		signal.addEventListener("abort", abort, { once: true });
		request.send(body);
	});

/** Sends request bodies with XMLHttpRequest. */
export function createXhrSend(clock: Clock): SendBody {
	return createSend(sendByXhr, clock);
}
