import { MAX_FILE_BYTES, MIB } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { MAX_PART_NUMBER, MIN_PART_BYTES, PART_WINDOW, PLANNED_PARTS } from "../limits.ts";
import type { Grant, Half, Part, Rest, Step, UploadView, WantedUpload, Writer } from "../rpc/upload-rpc.ts";

/*
 * What may become of a resumable upload.
 *
 *   lease            advance (parts, remainder)                        finish
 *   ─────► writing ─────────────────────────────► offset = length ─────────────► whole: the file is queued
 *             │ end, silence, or a HEAD and a new lease
 *             └──────────► waiting ── 24 h without change ──► gone
 *
 * Nobody can tell a writer that died from one that is slow, so a writer that was replaced may still reach storage and
 * the session. Three fences make that harmless: every step names the offset that it starts from and is taken whole or
 * not at all; a part number that a replaced writer may still write is never used again; a remainder, or a file
 * in one piece, has its writer's own name.
 */

/** One resumable upload as its rows have it. */
export interface Upload {
	/** The file's number; negative for a partial upload, which is no file. */
	readonly n: number;
	/** The name that the upload began under: what its parts become. */
	readonly object: string;
	/** The object of all its bytes, once they are one. */
	readonly stored: string | null;
	/** Bytes in the end; `null` while the client has not said. */
	readonly length: number | null;
	/** `Upload-Metadata` as it came, for HEAD. */
	readonly metadata: string;
	/** `partial`, the header of a final upload, or `null`. */
	readonly concat: string | null;
	/** The partial uploads of a final one; they go when it is whole. */
	readonly of: readonly number[];
	/** The file was known before the upload: it is expected again when the upload goes. */
	readonly announced: boolean;
	/** Bytes of a part. */
	readonly partSize: number;
	/** R2's id, once more came than fits into one part. */
	readonly multipart: string | null;
	/** Parts that count so far. Their etags: the young ones here, the older ones in rows of their own. */
	readonly parts: number;
	readonly young: readonly Part[];
	/** The number of the next part. */
	readonly next: number;
	/** Numbers from `next` on that the last writer may still write. 0 once it has said that it is done. */
	readonly reserved: number;
	/** Bytes in parts. */
	readonly inParts: number;
	readonly rest: Rest | null;
	/** A remainder was put at some time: remove what may lie there in the end. */
	readonly rested: boolean;
	/** The writer whose step was taken in last: it may say the same again when it did not hear the answer. */
	readonly by: string | null;
	/** All bytes are one object: nothing more is written. */
	readonly whole: boolean;
	/** Milliseconds since 1970. */
	readonly changedAt: number;
}

/**
 * Bytes of a part: as small as R2 allows, because what is short of a part costs an object of its own, and large enough
 * that the planned number of parts suffices. A length that is unknown is taken to be the longest.
 */
export function partSizeFor(length: number | null): number {
	const needed = Math.ceil((length ?? MAX_FILE_BYTES) / PLANNED_PARTS);
	return Math.max(MIN_PART_BYTES, Math.ceil(needed / MIB) * MIB);
}

/** Bytes that are really stored: what HEAD tells. */
export function offsetOf(upload: Upload): number {
	return upload.inParts + (upload.rest?.length ?? 0);
}

/** Whether all bytes are there, be they one object yet or not. */
export function isComplete(upload: Upload): boolean {
	return upload.length !== null && offsetOf(upload) === upload.length;
}

/** A new upload of which nothing is stored. */
export function newUpload(n: number, wanted: WantedUpload, announced: boolean, now: number): Upload {
	const { object, length, metadata } = wanted;
	return {
		n,
		object,
		stored: null,
		length,
		metadata,
		concat: wanted.concat?.header ?? (wanted.to === "partial" ? "partial" : null),
		of: wanted.concat?.of ?? [],
		announced,
		partSize: partSizeFor(length),
		multipart: null,
		parts: 0,
		young: [],
		next: 1,
		reserved: 0,
		inParts: 0,
		rest: null,
		rested: false,
		by: null,
		whole: false,
		changedAt: now,
	};
}

/** What an upload is, to whoever asks; `keepMs` is how long it stays without a change. */
export function viewOf(upload: Upload, keepMs: number, paused = false): UploadView {
	const { n, length, metadata, concat, whole } = upload;
	// A partial upload waits for its final one, and not for ever.
	const stays = whole && concat !== "partial";
	const expiresAt = stays ? null : upload.changedAt + keepMs;
	return { id: n, offset: offsetOf(upload), length, whole, metadata, expiresAt, concat, paused };
}

/** Said when somebody writes at an offset that is not the stored one. */
function elsewhere(offset: number): Problem {
	const detail = `${offset} bytes of this upload are stored. Ask with HEAD where it stands, and go on from there.`;
	return problem("wrong-offset", detail);
}

/** What else is wrong with a writer that wants to begin at an offset; the present one aside. */
export function leaseProblem(upload: Upload, offset: number, length: number | null): Problem | undefined {
	if (length !== null && upload.length !== null && length !== upload.length) {
		return problem("malformed", `This upload has ${upload.length} bytes. Its length can not be changed.`);
	}
	if (offset !== offsetOf(upload)) return elsewhere(offsetOf(upload));
	const known = upload.length ?? length;
	if (known !== null && offset > known) {
		return problem("body-too-long", `${offset} bytes are stored already, more than the ${known} now told.`);
	}
}

/** Part numbers that a writer may touch untold: all of its body's, and the one that a remainder adds, when it must prove it. */
function windowOf({ unproven }: Writer, partSize: number): number {
	return unproven === null ? PART_WINDOW : Math.ceil(unproven / partSize) + 1;
}

/** Lets a writer begin: the numbers that an unclean one before it may still write are left out for good. */
export function lease(
	upload: Upload,
	writer: Writer,
	length: number | null,
	now: number,
): Result<Upload, Problem> {
	const next = upload.next + upload.reserved;
	const reserved = upload.multipart === null ? 0 : windowOf(writer, upload.partSize);
	if (next + Math.max(reserved, 1) > MAX_PART_NUMBER) {
		const detail = "This upload was broken off too often to go on. Start it anew.";
		return refuse(problem("gone", detail));
	}
	const measured = upload.length === null && length !== null ? { length, changedAt: now } : {};
	return ok({ ...upload, ...measured, next, reserved });
}

/** What a writer is told when it begins. `sha256` is what the client declared of the file. */
export function grantOf(upload: Upload, writer: Writer, keepMs: number, sha256?: string): Grant {
	return {
		token: writer.token,
		view: viewOf(upload, keepMs),
		object: upload.object,
		partSize: upload.partSize,
		multipart: upload.multipart,
		next: upload.next,
		window: windowOf(writer, upload.partSize),
		rest: upload.rest,
		restObject: `${restPrefix(upload.object)}${writer.token}`,
		wholeObject: `${upload.object}.${writer.token}`,
		sha256: sha256 ?? null,
	};
}

/** What the names of an upload's remainders begin with. */
export function restPrefix(object: string): string {
	return `${object}.rest.`;
}

/** Said to a writer whose place somebody else has taken. */
export const REPLACED = problem(
	"wrong-offset",
	"Another request writes this upload now. Ask with HEAD where it stands, and go on from there.",
);

/** Takes a step in, whole or not at all. */
export function advance(upload: Upload, token: string, step: Step, now: number): Result<Upload, Problem> {
	const { parts = [], rest, multipart, whole } = step;
	if (step.object !== upload.object) return refuse(REPLACED);
	if (upload.whole) return step.to === upload.length && upload.by === token ? ok(upload) : refuse(REPLACED);
	const again = upload.by === token && offsetOf(upload) === step.to && step.from !== step.to;
	const bare = { ...upload, ...(step.end === "clean" && { reserved: 0 }) };
	if (again) return ok(bare);
	if (step.from !== offsetOf(upload)) return refuse(REPLACED);
	if (multipart !== undefined && upload.multipart !== null && upload.multipart !== multipart.id)
		return refuse(REPLACED);
	if (upload.length !== null && step.to > upload.length) {
		return refuse(problem("body-too-long", `The upload was announced with ${upload.length} bytes.`));
	}
	const first = parts[0];
	if (first !== undefined && first.number !== upload.next) return refuse(REPLACED);
	const opened = multipart === undefined ? {} : { multipart: multipart.id, reserved: multipart.window };
	if (parts.length === 0 && rest === undefined && whole === undefined) return ok({ ...bare, ...opened });
	const inParts = step.to - (rest?.length ?? 0);
	const equal = inParts - upload.inParts === parts.length * upload.partSize;
	if (whole === undefined && !equal && step.to !== upload.length) {
		throw new Error("a part that is not the last must have the size of a part");
	}
	return ok({
		...bare,
		...opened,
		parts: upload.parts + parts.length,
		young: [...upload.young, ...parts],
		next: upload.next + parts.length,
		inParts,
		rest: rest ?? null,
		stored: whole?.object ?? null,
		rested: upload.rested || rest !== undefined,
		by: token,
		whole: whole !== undefined,
		changedAt: now,
	});
}

/** What an upload that ends leaves in storage besides its object; `undefined` when that is nothing. */
export function leftovers(upload: Upload): Half | undefined {
	const multipart = upload.whole ? null : upload.multipart;
	const prefix = upload.rested ? restPrefix(upload.object) : null;
	if (multipart === null && prefix === null) return undefined;
	return { object: upload.object, multipart, restPrefix: prefix };
}

/** All parts are there, and they are not one object yet. */
export function canFinish(upload: Upload): boolean {
	return !upload.whole && upload.rest === null && upload.parts > 0 && isComplete(upload);
}
