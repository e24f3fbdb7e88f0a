import { MAX_FILE_BYTES, MIB } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { MAX_PART_NUMBER, MIN_PART_BYTES, PART_WINDOW, PLANNED_PARTS } from "../limits.ts";
import type {
	OpenMultipart,
	Tail,
	UploadedPart,
	UploadStep,
	UploadView,
	UploadWriter,
	WantedUpload,
	WriteGrant,
} from "./upload-protocol.ts";

/*
 * The states of a resumable upload.
 *
 *   lease            advance (parts, tail)                         finish
 *   ─────► writing ────────────────────────► offset = length ─────────────► whole: the file is queued
 *             │ end, silence, or a HEAD and a new lease
 *             └──────────► waiting ── 24 h without change ──► expired
 *
 * A dead writer cannot be told from a slow one, so a writer that was replaced may still reach storage and the session.
 * Three fences make that harmless: every step names the offset it starts from and is taken whole or not at all; a part
 * number that a replaced writer may still write is never used again; a tail, or a file stored in one put, carries its
 * writer's own name.
 */

/** One resumable upload. */
export interface ResumableUpload {
	/** The file's number; negative for a partial upload, which is not a file. */
	readonly n: number;
	/** The object that its parts become. */
	readonly object: string;
	/** The object that holds all its bytes, once there is one. */
	readonly stored: string | null;
	/** Final length in bytes; `null` while the client has not announced it. */
	readonly length: number | null;
	/** `Upload-Metadata` as it came, for HEAD. */
	readonly metadata: string;
	/** `partial`, the header of a final upload, or `null`. */
	readonly concat: string | null;
	/** The partial uploads of a final one; they are dropped once it is whole. */
	readonly of: readonly number[];
	/** The file was announced before the upload began: it is expected again when the upload expires. */
	readonly announced: boolean;
	/** Bytes of a part. */
	readonly partSize: number;
	/** R2's id, once more came than fits into one part. */
	readonly multipart: string | null;
	/** How many parts are stored. Etags of the recent ones are here, those of older ones in rows of their own. */
	readonly parts: number;
	readonly recentParts: readonly UploadedPart[];
	/** The number of the next part. */
	readonly next: number;
	/** Numbers from `next` on that the last writer may still write; 0 once it has ended cleanly. */
	readonly reserved: number;
	readonly bytesInParts: number;
	readonly tail: Tail | null;
	/** A tail was stored at some time: objects under the tail prefix must be removed in the end. */
	readonly hadTail: boolean;
	/** The writer of the last step: it may repeat that step when it did not get the answer. */
	readonly lastWriter: string | null;
	/** All bytes are one object: nothing more is written. */
	readonly whole: boolean;
	/** Milliseconds since 1970. */
	readonly changedAt: number;
}

/**
 * Bytes of a part: as small as R2 allows, because a tail costs an object of its own, and large enough for the planned
 * number of parts. An unknown length counts as the longest.
 */
export function partSizeFor(length: number | null): number {
	const needed = Math.ceil((length ?? MAX_FILE_BYTES) / PLANNED_PARTS);
	return Math.max(MIN_PART_BYTES, Math.ceil(needed / MIB) * MIB);
}

/** Bytes that are stored: the `Upload-Offset` of HEAD. */
export function offsetOf(upload: ResumableUpload): number {
	return upload.bytesInParts + (upload.tail?.length ?? 0);
}

/** Whether all bytes are stored, as one object or not yet. */
export function isComplete(upload: ResumableUpload): boolean {
	return upload.length !== null && offsetOf(upload) === upload.length;
}

/** A new upload with nothing stored. */
export function newUpload(n: number, wanted: WantedUpload, announced: boolean, now: number): ResumableUpload {
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
		recentParts: [],
		next: 1,
		reserved: 0,
		bytesInParts: 0,
		tail: null,
		hadTail: false,
		lastWriter: null,
		whole: false,
		changedAt: now,
	};
}

/** An upload as clients see it; `keepMs` is how long it stays without a change. */
export function viewOf(upload: ResumableUpload, keepMs: number, paused = false): UploadView {
	const { n, length, metadata, concat, whole } = upload;
	// A whole partial upload still expires: its final upload may never come.
	const stays = whole && concat !== "partial";
	const expiresAt = stays ? null : upload.changedAt + keepMs;
	return { id: n, offset: offsetOf(upload), length, whole, metadata, expiresAt, concat, paused };
}

/** Why a write does not start at the stored offset (tus 1.0.0, core: 409 Conflict). */
function wrongOffset(offset: number): Problem {
	const detail = `${offset} bytes of this upload are stored. Ask with HEAD for the offset and continue there.`;
	return problem("wrong-offset", detail);
}

/** Why a writer may not start at this offset, apart from another writer being active. */
export function leaseProblem(
	upload: ResumableUpload,
	offset: number,
	length: number | null,
): Problem | undefined {
	if (length !== null && upload.length !== null && length !== upload.length) {
		return problem("malformed", `This upload has ${upload.length} bytes. Its length cannot change.`);
	}
	if (offset !== offsetOf(upload)) return wrongOffset(offsetOf(upload));
	const known = upload.length ?? length;
	if (known !== null && offset > known) {
		const detail = `${offset} bytes are already stored, more than the length of ${known} announced now.`;
		return problem("body-too-long", detail);
	}
}

/** Part numbers a writer may use before a report: with a checksum all of its body's, and one for the tail it may fill up. */
function windowOf({ unproven }: UploadWriter, partSize: number): number {
	return unproven === null ? PART_WINDOW : Math.ceil(unproven / partSize) + 1;
}

/** Lets a writer begin: numbers that an unclean writer before it may still use are skipped for good. */
export function lease(
	upload: ResumableUpload,
	writer: UploadWriter,
	length: number | null,
	now: number,
): Result<ResumableUpload, Problem> {
	const next = upload.next + upload.reserved;
	const reserved = upload.multipart === null ? 0 : windowOf(writer, upload.partSize);
	if (next + Math.max(reserved, 1) > MAX_PART_NUMBER) {
		const detail = "This upload was interrupted too often to continue. Start it again.";
		return refuse(problem("gone", detail));
	}
	const measured = upload.length === null && length !== null ? { length, changedAt: now } : {};
	return ok({ ...upload, ...measured, next, reserved });
}

/** The grant for a writer. `sha256` is what the client declared for the file. */
export function grantOf(
	upload: ResumableUpload,
	writer: UploadWriter,
	keepMs: number,
	sha256?: string,
): WriteGrant {
	return {
		token: writer.token,
		view: viewOf(upload, keepMs),
		object: upload.object,
		partSize: upload.partSize,
		multipart: upload.multipart,
		next: upload.next,
		window: windowOf(writer, upload.partSize),
		tail: upload.tail,
		tailObject: `${tailPrefix(upload.object)}${writer.token}`,
		wholeObject: `${upload.object}.${writer.token}`,
		sha256: sha256 ?? null,
	};
}

/** The prefix of the names of an upload's tails. */
export function tailPrefix(object: string): string {
	return `${object}.rest.`;
}

/** For a writer that was replaced by another. */
export const REPLACED = problem(
	"wrong-offset",
	"Another request is writing this upload now. Ask with HEAD for the offset and continue there.",
);

/** Takes a step whole, or refuses it. A repeated step is accepted and adds nothing. */
export function advance(
	upload: ResumableUpload,
	token: string,
	step: UploadStep,
	now: number,
): Result<ResumableUpload, Problem> {
	const { parts = [], tail, multipart, whole } = step;
	if (step.object !== upload.object) return refuse(REPLACED);
	if (upload.whole)
		return step.to === upload.length && upload.lastWriter === token ? ok(upload) : refuse(REPLACED);
	const isRepeated = upload.lastWriter === token && offsetOf(upload) === step.to && step.from !== step.to;
	const released: ResumableUpload = { ...upload, ...(step.end === "clean" && { reserved: 0 }) };
	if (isRepeated) return ok(released);
	if (step.from !== offsetOf(upload)) return refuse(REPLACED);
	if (multipart !== undefined && upload.multipart !== null && upload.multipart !== multipart.id)
		return refuse(REPLACED);
	if (upload.length !== null && step.to > upload.length) {
		return refuse(problem("body-too-long", `The upload was announced with ${upload.length} bytes.`));
	}
	const first = parts[0];
	if (first !== undefined && first.number !== upload.next) return refuse(REPLACED);
	const opened: ResumableUpload =
		multipart === undefined ? released : { ...released, multipart: multipart.id, reserved: multipart.window };
	if (parts.length === 0 && tail === undefined && whole === undefined) return ok(opened);
	const bytesInParts = step.to - (tail?.length ?? 0);
	const isEven = bytesInParts - upload.bytesInParts === parts.length * upload.partSize;
	if (whole === undefined && !isEven && step.to !== upload.length) {
		throw new Error("only the last part may be shorter than a part");
	}
	const advanced: ResumableUpload = {
		...opened,
		parts: upload.parts + parts.length,
		recentParts: [...upload.recentParts, ...parts],
		next: upload.next + parts.length,
		bytesInParts,
		tail: tail ?? null,
		stored: whole?.object ?? null,
		hadTail: upload.hadTail || tail !== undefined,
		lastWriter: token,
		whole: whole !== undefined,
		changedAt: now,
	};
	return ok(advanced);
}

/** What an ended upload leaves in storage besides its object; `undefined` when nothing. */
export function deletionsFor(upload: ResumableUpload): OpenMultipart | undefined {
	const multipart = upload.whole ? null : upload.multipart;
	const prefix = upload.hadTail ? tailPrefix(upload.object) : null;
	if (multipart === null && prefix === null) return undefined;
	return { object: upload.object, multipart, tailPrefix: prefix };
}

/** Whether all parts are stored but have not become one object yet. */
export function canFinish(upload: ResumableUpload): boolean {
	return !upload.whole && upload.tail === null && upload.parts > 0 && isComplete(upload);
}
