import type { Problem } from "../../protocol/problem.ts";
import { ok } from "../../protocol/result.ts";
import type { Target, Verb } from "../../protocol/stream/command-message.ts";
import type { DecisionBuilder } from "./decision-builder.ts";
import { filesOf, targetMissing } from "./targets.ts";

/** Applies a verb. On many files it does what it can; on one file a refusal is the answer. "Retry all" means all that failed. */
export function applyVerb(builder: DecisionBuilder, verb: Verb, target: Target): Problem | undefined {
	const files = filesOf(builder.model, target);
	if (files === undefined) return targetMissing(target);
	const isMany = target === "session" || "key" in target;
	for (const file of files) {
		if (isMany && verb === "retry" && file.state === "cancelled") continue;
		const needsTicket = verb === "retry" || verb === "resume";
		const applied = builder.apply(
			file,
			needsTicket ? { type: verb, ticket: builder.nextTicket(file.batch) } : { type: verb },
		);
		if (!applied.ok && !isMany) return applied.problem;
		if (applied.ok && applied.value) builder.results.push(ok(file.n));
	}
}

/** Removes files, and their batch when the target names one. */
export function remove(builder: DecisionBuilder, target: Target): Problem | undefined {
	const files = filesOf(builder.model, target);
	if (files === undefined) return targetMissing(target);
	for (const file of files) {
		builder.apply(file, { type: "remove" });
		builder.results.push(ok(file.n));
	}
	if (target === "session" || "file" in target) return;
	const batch = builder.model.state.keys.get(target.key);
	if (batch !== undefined) builder.changes.push({ batch, removed: true });
}
