import type { Fact, Facts } from "../protocol/files/facts.ts";
import type { FileKind } from "../protocol/files/file-state.ts";
import { ok } from "../protocol/result.ts";
import { formatFact, mislabelled, sizeFact } from "./file-facts.ts";
import type { Pipeline } from "./pipeline.ts";
import { FIRST_STAGES } from "./stages.ts";

/** A pipeline for a kind that has no reader of its own yet: what any file tells, and a plain sentence about the rest. */
export function basicPipeline(kind: FileKind): Pipeline {
	return {
		kind,
		stages: FIRST_STAGES,
		async extract(input, reached) {
			reached("extraction_start");
			const wrongLabel = mislabelled(input);
			const unread = `Deeper reading of this kind of file (${input.format.label}) is not built yet.`;
			const summary: Fact[] = [formatFact(input.format), sizeFact(input.reader.size)];
			const facts: Facts = {
				kind,
				format: { mime: input.format.mime, label: input.format.label },
				summary,
				groups: [],
				fields: 0,
				quality: {
					completeness: 0,
					present: [],
					missing: ["content"],
					confidence: 1,
					reasons: [
						{ effect: "good", text: "The format was recognised by its bytes." },
						{ effect: "bad", text: unread },
					],
				},
				warnings: wrongLabel === undefined ? [unread] : [unread, wrongLabel],
				read: { bytes: input.reader.bytes, requests: input.reader.requests },
			};
			reached("extraction_complete");
			return ok(facts);
		},
	};
}
