import { MAX_FILE_BYTES } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { MAX_CONCAT_PARTS } from "../../session/limits.ts";
import type { Tail, WantedUpload } from "../../session/rules/upload-protocol.ts";
import { newUpload, type ResumableUpload } from "../../session/rules/upload-rules.ts";
import type { Session } from "../../session/session.ts";
import type { UploadLookup } from "../../session/store/upload-table.ts";

/** An upload that was created, or that existed already. */
export interface CreatedUpload {
	readonly upload: ResumableUpload;
	/** `false` when a client that repeats its request finds its own upload again. */
	readonly isNew: boolean;
	/** The objects that a final upload is made of, in order. */
	readonly sources: readonly Tail[];
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

/** Creates an upload, or finds the one that goes to the same place already. */
export function createUpload(
	session: Session,
	uploads: UploadLookup,
	wanted: WantedUpload,
	now: number,
): Result<CreatedUpload, Problem> {
	const present = presentUpload(uploads, wanted);
	// Its partial uploads were dropped when it became whole.
	if (present?.whole) return ok({ upload: present, isNew: false, sources: [] });
	const found = sourcesOf(uploads, wanted);
	if (!found.ok) return found;
	const sources = found.value;
	if (wanted.to === "partial") {
		const upload = newUpload(uploads.partialNumber(now), wanted, false, now);
		session.saveUpload(upload);
		return ok({ upload, isNew: true, sources });
	}
	const length = wanted.concat ? sources.reduce((sum, source) => sum + source.length, 0) : wanted.length;
	if (present && length !== null && present.length !== null && length !== present.length)
		return refuse(OTHER_LENGTH);
	if (present) return ok({ upload: present, isNew: false, sources });

	const lastBefore = session.lastFile;
	const begun = session.execute({
		type: "begin-upload",
		to: wanted.to,
		size: length,
		object: wanted.object,
	});
	if (!begun.ok) return begun;
	const result = begun.value.results[0];
	if (!result?.ok) return result ?? refuse(NO_PARTIAL);
	const n = result.value;
	const announced = n <= lastBefore;
	// The length of an announced file is known even when the client defers it.
	const known = announced ? (session.file(n)?.size ?? length) : length;
	const upload = newUpload(n, { ...wanted, length: known }, announced, now);
	session.saveUpload(upload);
	return ok({ upload, isNew: true, sources });
}

/** The unfinished upload of an announced file; or the final upload with the same header, whole or not. */
function presentUpload(uploads: UploadLookup, { to, concat }: WantedUpload): ResumableUpload | undefined {
	if (concat) return uploads.final(concat.header);
	if (typeof to !== "object" || !("file" in to)) return undefined;
	const upload = uploads.get(to.file);
	return upload?.whole ? undefined : upload;
}

/** The objects of the partial uploads that a final one names, all whole (tus 1.0.0, concatenation). */
function sourcesOf(uploads: UploadLookup, { concat }: WantedUpload): Result<Tail[], Problem> {
	const sources: Tail[] = [];
	const of = concat?.of ?? [];
	if (of.length > MAX_CONCAT_PARTS) {
		const detail = `A final upload is made of at most ${MAX_CONCAT_PARTS} partial ones.`;
		return refuse(problem("too-large", detail));
	}
	for (const n of of) {
		const partial = uploads.get(n);
		if (partial?.concat !== "partial") return refuse(NO_PARTIAL);
		if (partial.stored === null || partial.length === null) return refuse(UNFINISHED);
		sources.push({ object: partial.stored, length: partial.length });
	}
	const length = sources.reduce((sum, source) => sum + source.length, 0);
	if (length <= MAX_FILE_BYTES) return ok(sources);
	return refuse(problem("too-large", `A file has at most ${MAX_FILE_BYTES} bytes.`));
}
