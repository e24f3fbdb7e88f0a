import type { Facts } from "../../protocol/files/facts.ts";
import type { ReadSummary } from "../../session/rules/file-rules.ts";

/** The part of a file's facts that stands in its public record. `took` is in milliseconds. */
export function readSummaryOf(facts: Facts, stage: string, took: number): ReadSummary {
	return {
		stage,
		kind: facts.kind,
		mime: facts.format.mime,
		fields: facts.fields,
		took,
		completeness: facts.quality.completeness,
		confidence: facts.quality.confidence,
		thumbnail: facts.thumbnail !== undefined,
	};
}
