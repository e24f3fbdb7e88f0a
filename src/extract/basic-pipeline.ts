import type { Fact, Facts } from "../protocol/files/facts.ts";
import type { FileKind } from "../protocol/files/file-state.ts";
import { ok } from "../protocol/result.ts";
import { formatFact, nameMismatch, sizeFact } from "./file-facts.ts";
import { IMAGE_STAGES, type Pipeline } from "./pipeline.ts";

/** A pipeline for kinds whose content is not read: the facts that every file has, and a warning that there are no more. */
export function basicPipeline(kind: FileKind): Pipeline {
	return {
		kind,
		stages: IMAGE_STAGES,
		async extract(input, report) {
			report("extraction_start");
			const mismatch = nameMismatch(input);
			const unread = `The content of this kind of file (${input.format.label}) cannot be read yet.`;
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
						{ effect: "good", text: "The format was recognised by the file's content." },
						{ effect: "bad", text: unread },
					],
				},
				warnings: mismatch === undefined ? [unread] : [unread, mismatch],
				read: { bytes: input.reader.bytesRead, requests: input.reader.requestCount },
			};
			report("extraction_complete");
			return ok(facts);
		},
	};
}
