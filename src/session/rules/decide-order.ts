import type { Problem } from "../../protocol/problem.ts";
import { ok } from "../../protocol/result.ts";
import type { Target, Verb } from "../../protocol/stream/command-message.ts";
import type { Draft } from "./decision-builder.ts";
import { filesOf, targetMissing } from "./targets.ts";

/** A verb on many files does what it can; on one file a refusal is the answer. "Retry all" means what failed. */
export function order(draft: Draft, verb: Verb, target: Target): Problem | undefined {
	const files = filesOf(draft.model, target);
	if (files === undefined) return targetMissing(target);
	const many = target === "session" || "key" in target;
	for (const file of files) {
		if (many && verb === "retry" && file.state === "cancelled") continue;
		const needsTicket = verb === "retry" || verb === "resume";
		const stepped = draft.step(
			file,
			needsTicket ? { type: verb, ticket: draft.ticket(file.batch) } : { type: verb },
		);
		if (!stepped.ok && !many) return stepped.problem;
		if (stepped.ok && stepped.value) draft.outcomes.push(ok(file.n));
	}
}

/** Ends files, and their batch when it is named. */
export function remove(draft: Draft, target: Target): Problem | undefined {
	const files = filesOf(draft.model, target);
	if (files === undefined) return targetMissing(target);
	for (const file of files) {
		draft.step(file, { type: "remove" });
		draft.outcomes.push(ok(file.n));
	}
	if (target === "session" || "file" in target) return;
	const batch = draft.model.state.keys.get(target.key);
	if (batch !== undefined) draft.changes.push({ batch, removed: true });
}
