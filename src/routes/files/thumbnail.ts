import type { Context } from "hono";
import { problem } from "../../protocol/problem.ts";
import type { StoredFile } from "../../session/rpc/session-rpc.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import { canMake, makeThumbnail, THUMBNAIL_MIME } from "../../thumbnail/make-thumbnail.ts";
import { upright } from "../../thumbnail/upright.ts";
import type { RouteEnv } from "../auth/caller.ts";
import { problemResponse } from "../http/problem-response.ts";
import { HOSTILE_BYTES_HEADERS } from "./attachment.ts";
import { fileNumber } from "./file-number.ts";

/** A small picture: a few kilobytes, so it is held whole. */
interface SmallPicture {
	readonly bytes: Uint8Array;
	readonly mime: string;
}

async function bytesOf(found: R2ObjectBody): Promise<Uint8Array> {
	return new Uint8Array(await found.arrayBuffer());
}

/** The picture that the file itself holds: a range of its bytes. */
async function embedded(
	blobs: BlobStore,
	{ object, thumbnail }: StoredFile,
): Promise<SmallPicture | undefined> {
	if (thumbnail === null) return undefined;
	const { offset, length, mime } = thumbnail;
	const found = await blobs.get(object, { offset, length });
	return found ? { bytes: await bytesOf(found), mime } : undefined;
}

/** A picture made of the whole one, when somebody first asks for it, and kept. A damaged one gives none. */
async function made(
	blobs: BlobStore,
	{ object, file, pixels }: StoredFile,
): Promise<SmallPicture | undefined> {
	const kept = await blobs.getThumbnail(object);
	if (kept) return { bytes: await bytesOf(kept), mime: THUMBNAIL_MIME };
	if (!canMake(file.mime, file.size, pixels)) return undefined;
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

/** `GET /api/files/:n/thumbnail`: the embedded picture, else a made one. */
export async function serveThumbnail(context: Context<RouteEnv>): Promise<Response> {
	const { door, proof, blobs } = context.var.caller;
	const stored = await door.stored(proof, fileNumber(context), "thumbnail");
	if (!stored.ok) return problemResponse(stored.problem);
	const picture = (await embedded(blobs, stored.value)) ?? (await made(blobs, stored.value));
	if (picture === undefined) {
		const detail =
			"This file holds no small picture of itself, and none could be made here. Its original is at /original.";
		return problemResponse(problem("not-found", detail));
	}
	const bytes = upright(picture.bytes, stored.value.orientation);
	return new Response(bytes, {
		headers: {
			...HOSTILE_BYTES_HEADERS,
			"content-type": picture.mime,
			"content-length": String(bytes.byteLength),
			"cache-control": "private, max-age=31536000, immutable",
			etag: `"${stored.value.object}-thumbnail"`,
		},
	});
}
