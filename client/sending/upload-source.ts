import type { ManifestEntry } from "../../src/protocol/files/manifest.ts";

/** A file to send. A browser's `File` is one as it is; a program says where its bytes come from. */
export interface UploadSource {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	/** What its owner takes it for; the server looks at the bytes. */
	readonly type?: string;
	/** Where it lies, relative to what is sent, with `/` between folders. */
	readonly path?: string;
	/** Milliseconds since 1970. */
	readonly lastModified?: number;
	/**
	 * The bytes, or what opens them when their turn has come, so that ten thousand files are not open at once. Absent
	 * where the source is a `Blob` itself.
	 */
	readonly blob?: Blob | (() => Blob | Promise<Blob>);
}

/** What is announced of a file. A browser's `File` tells its folder, if it was picked with one. */
export function entryOf(source: UploadSource & { readonly webkitRelativePath?: string }): ManifestEntry {
	const { name, size, type, lastModified, path = source.webkitRelativePath } = source;
	return {
		name,
		size,
		...(type !== undefined && type !== "" && { type }),
		...(path?.includes("/") && { path }),
		...(lastModified !== undefined && { lastModified: Math.trunc(lastModified) }),
	};
}

/** A file that the server expects under its number. */
export interface NumberedSource {
	readonly n: number;
	readonly file: UploadSource;
	/** Nothing of it is to be sent yet. */
	readonly paused?: boolean;
}

/** Opens a file; `undefined` when it is not there any more, or is another one by now: its length tells. */
export async function openSource(source: UploadSource): Promise<Blob | undefined> {
	const { blob = source } = source;
	try {
		const opened = typeof blob === "function" ? await blob() : blob;
		return opened instanceof Blob && opened.size === source.size ? opened : undefined;
	} catch {
		return undefined;
	}
}

/** Whether bytes can still be read; one tells. */
export async function isReadable(blob: Blob): Promise<boolean> {
	try {
		await blob.slice(0, 1).arrayBuffer();
		return true;
	} catch {
		return false;
	}
}
