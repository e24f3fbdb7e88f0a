import type { ManifestEntry } from "../../../src/protocol/files/manifest.ts";
import type { Command } from "../../../src/session/rules/command.ts";
import { decide } from "../../../src/session/rules/decide.ts";
import { foldChange, foldNote, type Model } from "../../../src/session/state/model.ts";

const NOW = 1_790_000_000_000;
/** A manifest entry. */
export const entry = (name: string, size = 10): ManifestEntry => ({ name, size });

/** Decides a command and folds its changes; returns the results as file numbers and refusal codes. */
export function execute(model: Model, command: Command): (number | string)[] {
	const decided = decide(model, command, NOW);
	if (!decided.ok) return [decided.problem.code];
	for (const change of decided.value.changes) foldChange(model, change);
	for (const { note } of decided.value.notes) foldNote(model, note);
	return decided.value.results.map((outcome) => (outcome.ok ? outcome.value : outcome.problem.code));
}
