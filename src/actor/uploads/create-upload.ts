import { MAX_FILE_BYTES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { MAX_CONCAT_PARTS } from "../../session/limits.ts";
import type { Rest, WantedUpload } from "../../session/rpc/upload-rpc.ts";
import { newUpload, type Upload } from "../../session/rules/upload-rules.ts";
import type { Loop } from "../../session/session.ts";

/** What creating an upload comes to. */
export interface CreatedUpload {
	readonly upload: Upload;
	/** Whether it did not exist before: a client that asks twice finds its own again. */
	readonly isNew: boolean;
	/** The objects that a final upload is made of, in their order. */
	readonly sources: readonly Rest[];
}

/** The objects of the partial uploads that a final one names, all whole (tus 1.0.0, concatenation). */
function sourcesOf(loop: Loop, { concat }: WantedUpload): Result<Rest[], Problem> {
	const sources: Rest[] = [];
	const of = concat?.of ?? [];
	if (of.length > MAX_CONCAT_PARTS)
		return refuse(
			problem("too-large", `A final upload is made of at most ${MAX_CONCAT_PARTS} partial ones.`),
		);
	for (const n of of) {
		const partial = loop.uploads.get(n);
		if (partial?.concat !== "partial") return refuse(NO_PARTIAL);
		if (partial.stored === null || partial.length === null) return refuse(UNFINISHED);
		sources.push({ object: partial.stored, length: partial.length });
	}
	const length = sources.reduce((sum, source) => sum + source.length, 0);
	if (length <= MAX_FILE_BYTES) return ok(sources);
	return refuse(problem("too-large", `A file has at most ${MAX_FILE_BYTES} bytes.`));
}

/** The upload that an announced file has already; a final upload's own, whole or not, for who did not hear of it. */
function presentUpload(loop: Loop, { to, concat }: WantedUpload): Upload | undefined {
	if (concat) return loop.uploads.final(concat.header);
	return typeof to === "object" && "file" in to ? openUpload(loop, to.file) : undefined;
}

function openUpload(loop: Loop, n: number): Upload | undefined {
	const upload = loop.uploads.get(n);
	return upload?.whole ? undefined : upload;
}

/** Creates an upload, or finds the one that goes to the same place already. */
export function createUpload(loop: Loop, wanted: WantedUpload, now: number): Result<CreatedUpload, Problem> {
	const present = presentUpload(loop, wanted);
	// The partial uploads went when the final one was whole.
	if (present?.whole) return ok({ upload: present, isNew: false, sources: [] });
	const found = sourcesOf(loop, wanted);
	if (!found.ok) return found;
	const sources = found.value;
	if (wanted.to === "partial") {
		const upload = newUpload(loop.uploads.partialNumber(now), wanted, false, now);
		loop.putUpload(upload);
		return ok({ upload, isNew: true, sources });
	}
	const length = wanted.concat ? sources.reduce((sum, source) => sum + source.length, 0) : wanted.length;
	if (present && length !== null && present.length !== null && length !== present.length)
		return refuse(OTHER_LENGTH);
	if (present) return ok({ upload: present, isNew: false, sources });

	const lastBefore = loop.model.lastFile;
	const received = loop.do({ type: "receive", to: wanted.to, size: length, object: wanted.object });
	if (!received.ok) return received;
	const outcome = received.value.outcomes[0];
	if (!outcome?.ok) return outcome ?? refuse(NO_PARTIAL);
	const n = outcome.value;
	const announced = n <= lastBefore;
	// Of an announced file the length is known, even when the client defers it.
	const known = announced ? (loop.model.state.files.get(n)?.size ?? length) : length;
	const upload = newUpload(n, { ...wanted, length: known }, announced, now);
	loop.putUpload(upload);
	return ok({ upload, isNew: true, sources });
}

const NO_PARTIAL = problem("not-found", "One of the partial uploads does not exist any more. Send it again.");
const UNFINISHED = problem(
	"wrong-state",
	"One of the partial uploads is not finished. Send the rest of it first.",
);
const OTHER_LENGTH = problem(
	"wrong-state",
	"An upload of this file with another length has begun. End it first.",
);
