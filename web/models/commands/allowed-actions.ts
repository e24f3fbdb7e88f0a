import type { Verb } from "../../../src/protocol/stream/command-message.ts";
import { type FileStatusInput, groupOf } from "../files/file-group.ts";
import type { Counts } from "../progress/tally.ts";

/** Which actions are currently possible. */
export type AllowedActions = Readonly<Record<Verb, boolean>>;

export const NO_ACTIONS: AllowedActions = { pause: false, resume: false, retry: false, cancel: false };

/** The actions possible for one file. `canResend`: this page still has the bytes of a file that it failed to send. */
export function allowedActions(view: FileStatusInput, canResend: boolean): AllowedActions {
	const { record, local } = view;
	// An optimistic row has no number that the server knows.
	if (record.n < 0) return NO_ACTIONS;
	if (local.problem !== undefined) return { ...NO_ACTIONS, retry: canResend, cancel: true };
	switch (record.state) {
		case "expected":
		case "uploading":
			return { ...NO_ACTIONS, pause: groupOf(view) === "working", cancel: true };
		case "queued":
			return { ...NO_ACTIONS, pause: true, cancel: true };
		case "retrying":
			return { ...NO_ACTIONS, pause: true, retry: true, cancel: true };
		case "processing":
			return { ...NO_ACTIONS, cancel: true };
		case "paused":
			return { ...NO_ACTIONS, resume: true, cancel: true };
		case "failed":
		case "cancelled":
			return { ...NO_ACTIONS, retry: true };
		case "completed":
			return NO_ACTIONS;
	}
}

/**
 * Every result of `allowedBulkActions`, once: counts change with every frame, and equal results must be the same object
 * so that signals do not fire.
 */
const CACHE = new Map<string, AllowedActions>();

/** The actions possible for many files. Equal results are the same object. */
export function allowedBulkActions({ working, paused, wanted, failed }: Counts): AllowedActions {
	const actions = {
		pause: working > 0,
		resume: paused > 0,
		retry: failed > 0,
		cancel: working + paused + wanted > 0,
	};
	const key = Object.values(actions).join();
	const cached = CACHE.get(key) ?? actions;
	CACHE.set(key, cached);
	return cached;
}

/** The one action for which a row has room next to cancelling. */
export function primaryAction({
	pause,
	resume,
	retry,
}: AllowedActions): "pause" | "resume" | "retry" | undefined {
	if (retry) return "retry";
	if (resume) return "resume";
	return pause ? "pause" : undefined;
}
