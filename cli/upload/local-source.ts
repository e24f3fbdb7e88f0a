import { openAsBlob } from "node:fs";
import type { UploadSource } from "../../client/sending/upload-source.ts";
import type { FoundFile } from "../walk.ts";

/** A file of this disk for the upload engine. It is opened when its turn has come, and read as it is sent. */
export function localSource({ source, path, size, lastModified }: FoundFile): UploadSource {
	const name = path.slice(path.lastIndexOf("/") + 1);
	return {
		name,
		size,
		lastModified,
		...(path !== name && { path }),
		blob: () => openAsBlob(source),
	};
}
