import type { Problem } from "../../protocol/problem.ts";
import { type Result, refuse } from "../../protocol/result.ts";
import type { Grant, Rest, Step, UploadView } from "../../session/rpc/upload-rpc.ts";
import { MultipartStore } from "../../storage/multipart.ts";
import { BufferBudget } from "../../writer/part-buffers.ts";
import { PartWriter } from "../../writer/part-writer.ts";
import { sha256OfBytes } from "../../writer/sha256-of-bytes.ts";
import { NOT_STORED, tooLong } from "../../writer/writer-refusals.ts";
import type { Caller } from "../auth/caller.ts";
import { bodyChunks } from "../http/body-chunks.ts";
import { proofOf } from "./body-digest.ts";
import type { ExpectedChecksum } from "./checksum.ts";

/** Shared by all requests of this isolate, as its memory is. A number only: no request waits for another. */
const BUDGET = new BufferBudget();

/** Writes the bytes that a request brings, with the leave that was given to it. */
async function write(
	caller: Caller,
	bucket: R2Bucket,
	grant: Grant,
	body: AsyncIterable<Uint8Array>,
	checksum: ExpectedChecksum | null,
	expected: number | null,
): Promise<Result<UploadView, Problem>> {
	const ports = {
		store: new MultipartStore(bucket, caller.id),
		budget: BUDGET,
		advance: (step: Step) => caller.door.advanceUpload(caller.proof, grant.view.id, grant.token, step),
		sha256: sha256OfBytes,
		wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
	};
	const proof = checksum === null ? undefined : proofOf(checksum);
	return new PartWriter(grant, ports, proof, expected).write(body);
}

/** The body of a request. `declared` are the bytes that it says it has; `null` when it comes in chunks. */
export async function writeBody(
	caller: Caller,
	bucket: R2Bucket,
	grant: Grant,
	body: ReadableStream<Uint8Array> | null,
	declared: number | null,
	checksum: ExpectedChecksum | null,
): Promise<Result<UploadView, Problem>> {
	const { length, offset } = grant.view;
	if (length === null || declared === null || offset + declared <= length) {
		return write(caller, bucket, grant, bodyChunks(body), checksum, declared);
	}
	const step = { object: grant.object, from: offset, to: offset, end: "clean" } as const;
	await caller.door.advanceUpload(caller.proof, grant.view.id, grant.token, step);
	return refuse(tooLong(length));
}

async function* joined(
	store: MultipartStore,
	sources: readonly Rest[],
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

/** The bytes of partial uploads, one after the other: R2's binding copies no parts, so they pass through here, bounded. */
export async function writeSources(
	caller: Caller,
	bucket: R2Bucket,
	grant: Grant,
	sources: readonly Rest[],
): Promise<Result<UploadView, Problem>> {
	const store = new MultipartStore(bucket, caller.id);
	const written = await write(caller, bucket, grant, joined(store, sources, grant.view.offset), null, null);
	// A partial upload that could not be read to its end is like a line that was cut, but here somebody waits for all.
	return written.ok && !written.value.whole ? refuse(NOT_STORED) : written;
}
