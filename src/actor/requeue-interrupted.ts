import { MAX_ATTEMPTS } from "../protocol/limits.ts";
import { LINK_GAIN_BYTES } from "../session/limits.ts";
import { INTERRUPTED, interruption } from "../session/queue/run-slice.ts";
import { isComplete, offsetOf } from "../session/rules/upload-rules.ts";
import type { Loop } from "../session/session.ts";

const FETCH_INTERRUPTED = {
	code: INTERRUPTED,
	detail: "The service was restarted while this link was being fetched. It goes on by itself.",
};

/** Files that were being read, or fetched, when the last isolate died: their attempt is used up, and they wait again. */
export function requeueInterrupted(loop: Loop, now: number): void {
	for (const file of loop.model.state.files.values()) {
		if (file.state !== "processing") continue;
		const told = interruption(file, file.attempt >= MAX_ATTEMPTS);
		loop.do({ type: "defer", file: file.n, problem: told, retryAt: now });
	}
	for (const file of loop.links.begun()) {
		const upload = loop.uploads.get(file.n);
		// All there, and only not one object yet: the alarm sees to that.
		if (upload && isComplete(upload)) continue;
		const gained = upload !== undefined && offsetOf(upload) - file.stored >= LINK_GAIN_BYTES;
		loop.do({ type: "miss", file: file.n, problem: FETCH_INTERRUPTED, retryAt: now, gained });
	}
}
