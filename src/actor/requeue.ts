import { MAX_ATTEMPTS } from "../protocol/limits.ts";
import type { Loop } from "../session/loop.ts";
import { interruption } from "../session/work.ts";

/** Files that were being read when the last isolate died: their attempt is used up, and they wait again. */
export function requeueInterrupted(loop: Loop, now: number): void {
	for (const file of loop.model.state.files.values()) {
		if (file.state !== "processing") continue;
		const told = interruption(file, file.attempt >= MAX_ATTEMPTS);
		loop.do({ type: "defer", file: file.n, problem: told, retryAt: now });
	}
}
