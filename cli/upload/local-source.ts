import { openAsBlob } from "node:fs";
import type { UploadSource } from "../../client/sending.ts";
import type { DiskFile } from "../walk.ts";

/** A file on this disk as an upload source. It is opened when its turn comes, and read while it is sent. */
export function localSource({ diskPath, path, size, lastModified }: DiskFile): UploadSource {
	const name = path.slice(path.lastIndexOf("/") + 1);
	return {
		name,
		size,
		lastModified,
		...(path !== name && { path }),
		blob: () => openAsBlob(diskPath),
	};
}
