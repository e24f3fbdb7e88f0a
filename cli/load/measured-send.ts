import type { SendBody } from "../../client/sending/requests/send-body.ts";

/** The same sending, with the milliseconds of each request that was answered well. */
export function measuredSend(send: SendBody, now: () => number, took: (ms: number) => void): SendBody {
	return async (request) => {
		const began = now();
		const answer = await send(request);
		if (answer.ok && request.body !== null) took(now() - began);
		return answer;
	};
}
