import type { Context } from "hono";
import { problem } from "../../protocol/problem.ts";
import type { StoredFile } from "../../session/rpc/session-rpc.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import { addOrientation } from "../../thumbnail/add-orientation.ts";
import { canMakeThumbnail, makeThumbnail, THUMBNAIL_MIME } from "../../thumbnail/make-thumbnail.ts";
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

/** A downscaled copy of the image, made on first request and then stored. `undefined` for a damaged image. */
async function generatedThumbnail(
	blobs: BlobStore,
	{ object, file, pixels }: StoredFile,
): Promise<Thumbnail | undefined> {
	const cached = await blobs.getThumbnail(object);
	if (cached) return { bytes: await bytesOf(cached), mime: THUMBNAIL_MIME };
	if (!canMakeThumbnail(file.mime, file.size, pixels)) return undefined;
	const original = await blobs.get(object);
	if (original === null) return undefined;
	try {
		const bytes = await makeThumbnail(file.mime ?? "", await original.arrayBuffer());
		await blobs.putThumbnail(object, bytes);
		return { bytes, mime: THUMBNAIL_MIME };
	} catch {
		return undefined;
	}
}

/** `GET …/thumbnail`: the embedded thumbnail, else a generated one. */
export async function serveThumbnail(context: Context<RouteEnv>): Promise<Response> {
	const { session, tokenHash, blobs } = context.var.caller;
	const stored = await session.storedFile(tokenHash, fileNumber(context), "thumbnail");
	if (!stored.ok) return problemResponse(stored.problem);
	const thumbnail =
		(await embeddedThumbnail(blobs, stored.value)) ?? (await generatedThumbnail(blobs, stored.value));
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
