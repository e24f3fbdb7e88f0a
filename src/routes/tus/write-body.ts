import type { Problem } from "../../protocol/problem.ts";
import { type Result, refuse } from "../../protocol/result.ts";
import type { Tail, UploadStep, UploadView, WriteGrant } from "../../session/rules/upload-protocol.ts";
import { MultipartStore } from "../../storage/multipart.ts";
import { BufferBudget } from "../../writer/part-buffers.ts";
import { PartWriter } from "../../writer/part-writer.ts";
import { sha256OfBytes } from "../../writer/sha256-of-bytes.ts";
import { NOT_STORED, tooLong } from "../../writer/writer-refusals.ts";
import type { Caller } from "../auth/caller.ts";
import { bodyChunks } from "../http/body-chunks.ts";
import { createBodyDigest } from "./body-digest.ts";
import type { ExpectedChecksum } from "./checksum.ts";

/** Shared by all requests of this isolate, like its memory. Holds a number only: no promise of one request may be awaited by another. */
const BUDGET = new BufferBudget();

/** Writes bytes under a grant. `expected`: how many will come, `null` when unknown. */
async function writeChunks(
	caller: Caller,
	bucket: R2Bucket,
	grant: WriteGrant,
	body: AsyncIterable<Uint8Array>,
	checksum: ExpectedChecksum | null,
	expected: number | null,
): Promise<Result<UploadView, Problem>> {
	const deps = {
		store: new MultipartStore(bucket, caller.id),
		budget: BUDGET,
		advance: (step: UploadStep) =>
			caller.session.advanceUpload(caller.tokenHash, grant.view.id, grant.token, step),
		sha256: sha256OfBytes,
		wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
	};
	const digest = checksum === null ? undefined : createBodyDigest(checksum);
	return new PartWriter(grant, deps, digest, expected).write(body);
}

/** Writes a request's body. `declared`: its Content-Length; `null` when absent. A body that is too long by it is not read at all. */
export async function writeBody(
	caller: Caller,
	bucket: R2Bucket,
	grant: WriteGrant,
	body: ReadableStream<Uint8Array> | null,
	declared: number | null,
	checksum: ExpectedChecksum | null,
): Promise<Result<UploadView, Problem>> {
	const { length, offset } = grant.view;
	if (length === null || declared === null || offset + declared <= length) {
		return writeChunks(caller, bucket, grant, bodyChunks(body), checksum, declared);
	}
	const step = { object: grant.object, from: offset, to: offset, end: "clean" } as const;
	await caller.session.advanceUpload(caller.tokenHash, grant.view.id, grant.token, step);
	return refuse(tooLong(length));
}

/** The bytes of all sources, in order, starting at offset `from` of the whole. */
async function* concatenated(
	store: MultipartStore,
	sources: readonly Tail[],
	from: number,
): AsyncGenerator<Uint8Array> {
	let before = 0;
	for (const { object, length } of sources) {
		const skip = Math.max(0, from - before);
		before += length;
		if (skip >= length) continue;
		const bytes = await store.read(object, skip);
		if (bytes === null) throw new Error("a partial upload is gone");
		yield* bytes;
	}
}

/**
 * Writes a final upload from its partial ones. R2's binding cannot copy parts (no UploadPartCopy), so their bytes pass through
 * the Worker, within the writer's buffers. tus 1.0.0, Concatenation: they MUST be concatenated in the order of the list.
 */
export async function writeConcatenation(
	caller: Caller,
	bucket: R2Bucket,
	grant: WriteGrant,
	sources: readonly Tail[],
): Promise<Result<UploadView, Problem>> {
	const store = new MultipartStore(bucket, caller.id);
	const written = await writeChunks(
		caller,
		bucket,
		grant,
		concatenated(store, sources, grant.view.offset),
		null,
		null,
	);
	// A source that fails midway looks like a client that disconnects, but here the client expects the whole upload.
	return written.ok && !written.value.whole ? refuse(NOT_STORED) : written;
}
