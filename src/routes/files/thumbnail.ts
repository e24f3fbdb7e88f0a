import type { Context } from "hono";
import { CONTRACT_VERSION } from "../../extractor/contract.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { StoredFile } from "../../session/rpc/session-rpc.ts";
import type { BlobStore, StoredThumbnail } from "../../storage/blob-store.ts";
import { addOrientation } from "../../thumbnail/add-orientation.ts";
import { canMakeThumbnail, THUMBNAIL_MIME } from "../../thumbnail/thumbnail-limits.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { UNTRUSTED_CONTENT_HEADERS } from "./attachment.ts";
import { fileNumber } from "./file-number.ts";

/** A few kilobytes, so it is buffered rather than streamed. */
interface Thumbnail {
	readonly bytes: Uint8Array;
	readonly mime: string;
}

async function bytesOf(object: R2ObjectBody): Promise<Uint8Array> {
	return new Uint8Array(await object.arrayBuffer());
}

/** The thumbnail inside the file itself (such as Exif's): a range of its bytes. */
async function embeddedThumbnail(
	blobs: BlobStore,
	{ object, thumbnail }: StoredFile,
): Promise<Thumbnail | undefined> {
	if (thumbnail === null) return undefined;
	const { offset, length, mime } = thumbnail;
	const found = await blobs.get(object, { offset, length });
	return found ? { bytes: await bytesOf(found), mime } : undefined;
}

/** Times that an extractor may die or stay silent over one picture, which may be innocent, until it is left alone for a while. */
const MAX_FAILURES = 2;
const FAILURE_PAUSE_MS = 15 * 60_000;

/** Failures that stand for a picture which cannot be decoded, and so is never tried again. */
const DAMAGED = 1_000;

/**
 * A downscaled copy of the image, made by an extractor on first request and then stored. `undefined` when there can be none; what failed is
 * stored as well, so that a damaged picture is not decoded each time that it would be shown.
 */
async function generatedThumbnail(
	{ env, var: { caller } }: Context<RouteEnv>,
	{ object, file, pixels }: StoredFile,
): Promise<Result<Thumbnail | undefined, Problem>> {
	const { blobs } = caller;
	const cached = await blobs.getThumbnail(object);
	if (cached && "bytes" in cached) return ok({ bytes: cached.bytes, mime: THUMBNAIL_MIME });
	if (!canMakeThumbnail(file.mime, file.size, pixels) || !mayTry(cached, Date.now())) return ok(undefined);
	const original = await blobs.get(object);
	if (original === null) return ok(undefined);
	try {
		const made = await env.EXTRACTOR.thumbnail(CONTRACT_VERSION, file.mime ?? "", await bytesOf(original));
		if (made.ok) {
			await blobs.putThumbnail(object, made.value);
			return ok({ bytes: made.value, mime: THUMBNAIL_MIME });
		}
		if (made.problem === "busy") return refuse(BUSY);
		await blobs.putThumbnailFailures(object, DAMAGED);
		return ok(undefined);
	} catch {
		await blobs.putThumbnailFailures(object, (cached?.failures ?? 0) + 1);
		return refuse(SILENT);
	}
}

function mayTry(cached: StoredThumbnail | null, now: number): boolean {
	if (cached === null || "bytes" in cached || cached.failures < MAX_FAILURES) return true;
	return cached.failures < DAMAGED && now - cached.failedAt > FAILURE_PAUSE_MS;
}

const BUSY = problem(
	"unavailable",
	"Many pictures are being made smaller just now. Try again in a few seconds.",
	{
		retryAfter: 3,
	},
);

const SILENT = problem(
	"unavailable",
	"The service that makes small pictures did not answer. Try again in a few seconds.",
	{
		retryAfter: 10,
	},
);

/** `GET …/thumbnail`: the embedded thumbnail, else a generated one. */
export async function serveThumbnail(context: Context<RouteEnv>): Promise<Response> {
	const { session, tokenHash, blobs } = context.var.caller;
	const stored = await session.storedFile(tokenHash, fileNumber(context), "thumbnail");
	if (!stored.ok) return problemResponse(stored.problem);
	const embedded = await embeddedThumbnail(blobs, stored.value);
	const generated = embedded ? ok(embedded) : await generatedThumbnail(context, stored.value);
	if (!generated.ok) return problemResponse(generated.problem);
	const thumbnail = generated.value;
	if (thumbnail === undefined) {
		const detail = "This file has no thumbnail, and none could be generated. The original is at /original.";
		return problemResponse(problem("not-found", detail));
	}
	const bytes = addOrientation(thumbnail.bytes, stored.value.orientation);
	return new Response(bytes, {
		headers: {
			...UNTRUSTED_CONTENT_HEADERS,
			"content-type": thumbnail.mime,
			"content-length": String(bytes.byteLength),
			"cache-control": "private, max-age=31536000, immutable",
			etag: `"${stored.value.object}-thumbnail"`,
		},
	});
}
