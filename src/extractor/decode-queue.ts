import { ok, type Result, refuse } from "../protocol/result.ts";
import type { ThumbnailRefusal } from "./contract.ts";
import { MAX_WAITING_PICTURES } from "./limits.ts";

/** Decodes pictures one after the other: each takes up to 60 MB of the isolate's 128. */
export class DecodeQueue {
	#waiting = 0;
	#last: Promise<unknown> = Promise.resolve();

	/** Runs `decode` when it is its turn; a picture that cannot be decoded throws there. */
	async run(decode: () => Promise<Uint8Array>): Promise<Result<Uint8Array, ThumbnailRefusal>> {
		if (this.#waiting >= MAX_WAITING_PICTURES) return refuse("busy");
		this.#waiting += 1;
		const turn = this.#last.then(decode);
		this.#last = turn.catch(() => {});
		try {
			return ok(await turn);
		} catch {
			return refuse("damaged");
		} finally {
			this.#waiting -= 1;
		}
	}
}
