import type { Verb } from "../../../src/protocol/stream/command-message.ts";
import { type FileKnown, groupOf } from "../list/file-group.ts";
import type { Counts } from "../progress/tally.ts";

/** What may be asked of something now. */
export type Orders = Readonly<Record<Verb, boolean>>;

export const NO_ORDERS: Orders = { pause: false, resume: false, retry: false, cancel: false };

/** What a person may ask of one file now. `canResend`: this page still has the bytes of one whose sending failed. */
export function ordersOf(view: FileKnown, canResend: boolean): Orders {
	const { record, local } = view;
	// A draft has no number yet that the server would know.
	if (record.n < 0) return NO_ORDERS;
	if (local.problem !== undefined) return { ...NO_ORDERS, retry: canResend, cancel: true };
	switch (record.state) {
		case "expected":
		case "uploading":
			return { ...NO_ORDERS, pause: groupOf(view) === "working", cancel: true };
		case "queued":
			return { ...NO_ORDERS, pause: true, cancel: true };
		case "retrying":
			return { ...NO_ORDERS, pause: true, retry: true, cancel: true };
		case "processing":
			return { ...NO_ORDERS, cancel: true };
		case "paused":
			return { ...NO_ORDERS, resume: true, cancel: true };
		case "failed":
		case "cancelled":
			return { ...NO_ORDERS, retry: true };
		case "completed":
			return NO_ORDERS;
	}
}

/** Every answer of `ordersOfMany`, once: counts change with every frame, and an equal answer must be the same one. */
const KNOWN = new Map<string, Orders>();

/** What a person may ask of many files at once. Equal answers are one object, so that a signal of them rests. */
export function ordersOfMany({ working, paused, wanted, failed }: Counts): Orders {
	const orders = {
		pause: working > 0,
		resume: paused > 0,
		retry: failed > 0,
		cancel: working + paused + wanted > 0,
	};
	const name = Object.values(orders).join();
	const known = KNOWN.get(name) ?? orders;
	KNOWN.set(name, known);
	return known;
}

/** The one order that a row has room for besides cancelling. */
export function firstOrder({ pause, resume, retry }: Orders): "pause" | "resume" | "retry" | undefined {
	if (retry) return "retry";
	if (resume) return "resume";
	return pause ? "pause" : undefined;
}
