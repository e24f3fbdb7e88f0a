import type { ByteSource } from "../extract/ranged-reader.ts";
import type { BlobStore } from "./blob-store.ts";

/** Ranged reads of a stored object, for extractors. A read throws when the object is gone or R2 fails. */
export function r2Source(store: BlobStore, object: string, size: number): ByteSource {
	return {
		size,
		async read(offset, length) {
			const found = await store.get(object, { offset, length });
			if (found === null) throw new Error("the stored object is gone");
			return new Uint8Array(await found.arrayBuffer());
		},
	};
}
