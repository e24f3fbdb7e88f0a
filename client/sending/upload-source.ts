import type { ManifestEntry } from "../../src/protocol/files/manifest.ts";

/** A file to send. A browser's `File` is one as it is; a program says where its bytes come from. */
export interface UploadSource {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	/** The claimed media type. The server decides by the bytes. */
	readonly type?: string;
	/** Path relative to what is sent, with `/` between folders. */
	readonly path?: string;
	/** Milliseconds since 1970. */
	readonly lastModified?: number;
	/**
	 * The bytes, or a function that opens them when the file's turn comes, so that ten thousand files are not open at once.
	 * Absent if the source is a `Blob` itself.
	 */
	readonly blob?: Blob | (() => Blob | Promise<Blob>);
}

/** A file's manifest entry. A browser's `File` has its folder in `webkitRelativePath` if a folder was picked. */
export function manifestEntry(
	source: UploadSource & { readonly webkitRelativePath?: string },
): ManifestEntry {
	const { name, size, type, lastModified, path = source.webkitRelativePath } = source;
	return {
		name,
		size,
		...(type !== undefined && type !== "" && { type }),
		...(path?.includes("/") && { path }),
		...(lastModified !== undefined && { lastModified: Math.trunc(lastModified) }),
	};
}

/** An announced file: its number in the session, and its bytes. */
export interface NumberedSource {
	readonly n: number;
	readonly file: UploadSource;
	/** Send nothing of it until it is resumed. */
	readonly paused?: boolean;
}

/** Opens a file; `undefined` if it cannot be read any more, or if its length shows that it was changed. */
export async function openSource(source: UploadSource): Promise<Blob | undefined> {
	const { blob = source } = source;
	try {
		const opened = typeof blob === "function" ? await blob() : blob;
		return opened instanceof Blob && opened.size === source.size ? opened : undefined;
	} catch {
		return undefined;
	}
}

/** Whether a blob's bytes can still be read; reading one byte is enough to know. */
export async function isReadable(blob: Blob): Promise<boolean> {
	try {
		await blob.slice(0, 1).arrayBuffer();
		return true;
	} catch {
		return false;
	}
}
