import type { BodyDigest } from "../../src/writer/part-writer-deps.ts";
import { UploadWorld } from "../support/fakes/upload-world.ts";

/** Bytes of a part. */
export const PART = 8;

/** Bytes that differ from part to part. */
export function bytesOf(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
}

/** A body in chunks; optionally throws, like a lost connection, after `cutAfter` bytes. */
export async function* body(
	bytes: Uint8Array,
	piece = 3,
	cutAfter = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += piece) {
		if (at + piece > cutAfter) {
			yield bytes.subarray(at, cutAfter);
			throw new Error("the connection was lost");
		}
		yield bytes.subarray(at, at + piece);
	}
	if (cutAfter <= bytes.length) throw new Error("the connection was lost");
}

/** A world with one upload of this many bytes; `null`: its length is not announced yet. */
export async function begin(length: number | null) {
	const world = new UploadWorld();
	const id = await world.create({ length }, PART);
	return { world, id };
}

/** Leases the upload and writes a body to it; throws when the lease is refused. */
export async function send(
	world: UploadWorld,
	id: number,
	offset: number,
	chunks: AsyncIterable<Uint8Array>,
	digest?: BodyDigest,
) {
	const grant = await world.lease(id, offset, digest ? 1000 : null);
	if (!grant.ok) throw new Error(grant.problem.detail);
	return world.write(grant.value, chunks, digest);
}

/** What is in storage once the deletion queue is empty. */
export async function left(world: UploadWorld) {
	await world.sweep();
	return {
		objects: [...world.store.objects.values()].map((bytes) => [...bytes]),
		open: world.store.multiparts.size,
	};
}
