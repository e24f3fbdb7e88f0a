import type { UploadSource } from "../../../client/sending.ts";

/** Whether a page may read what lies under a stored handle; `prompt`: only after asking the person. */
export type ReadPermission = "granted" | "prompt" | "denied";

/** A file system handle with the permission methods, which are not in any finished standard. */
export type RootHandle = FileSystemHandle & {
	queryPermission?(descriptor: { readonly mode: "read" }): Promise<ReadPermission>;
	requestPermission?(descriptor: { readonly mode: "read" }): Promise<ReadPermission>;
};

/** Where a dropped file can be opened again after a reload: the handle of what was dropped, and the path below it. */
export interface FileOrigin {
	readonly root: RootHandle;
	/** Folder names and the file name; empty if the root is the file itself. */
	readonly path: readonly string[];
}

/** Whether the files under a handle may be read. `ask` shows the browser's prompt, which needs a user gesture. */
export async function readPermission(root: RootHandle, ask = false): Promise<ReadPermission> {
	const descriptor = { mode: "read" } as const;
	try {
		const known = (await root.queryPermission?.(descriptor)) ?? "granted";
		if (known !== "prompt" || !ask) return known;
		return (await root.requestPermission?.(descriptor)) ?? "denied";
	} catch {
		return "denied";
	}
}

async function openOrigin({ root, path }: FileOrigin): Promise<File> {
	if (root.kind === "file") return (root as FileSystemFileHandle).getFile();
	let folder = root as FileSystemHandle as FileSystemDirectoryHandle;
	for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
	return (await folder.getFileHandle(path.at(-1) ?? "")).getFile();
}

/** What a reopened file has to match. */
export interface ExpectedFile {
	readonly name: string;
	readonly size: number;
	readonly lastModified?: number | undefined;
}

/**
 * An upload source that opens the file again where it was dropped from. A file changed since then fails to open,
 * because it is not the one that was announced.
 */
export function reopenableSource(
	origin: FileOrigin,
	{ name, size, lastModified }: ExpectedFile,
): UploadSource {
	const open = async () => {
		const file = await openOrigin(origin);
		if (lastModified !== undefined && file.lastModified !== lastModified)
			throw new Error("The file was changed.");
		return file;
	};
	return { name, size, ...(lastModified !== undefined && { lastModified }), blob: open };
}
