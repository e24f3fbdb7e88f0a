import type { UploadSource } from "../../../client/sending/upload-source.ts";

/** What the browser lets a page do with a handle that it kept: read it, ask a person first, or neither. */
export type Permission = "granted" | "prompt" | "denied";

/** A handle as browsers have it that let a page keep one; the methods for permissions stand in no standard yet. */
export type RootHandle = FileSystemHandle & {
	queryPermission?(wanted: { readonly mode: "read" }): Promise<Permission>;
	requestPermission?(wanted: { readonly mode: "read" }): Promise<Permission>;
};

/** Where a dropped file can be opened again after a reload: what was dropped, and the way down from there. */
export interface FileOrigin {
	readonly root: RootHandle;
	/** Names of folders and of the file; empty where the root is the file itself. */
	readonly way: readonly string[];
}

/** Whether what lies under a handle may be read. With `ask` a person is asked, which needs a press of a button just before. */
export async function permissionOf(root: RootHandle, ask = false): Promise<Permission> {
	const wanted = { mode: "read" } as const;
	try {
		const known = (await root.queryPermission?.(wanted)) ?? "granted";
		if (known !== "prompt" || !ask) return known;
		return (await root.requestPermission?.(wanted)) ?? "denied";
	} catch {
		return "denied";
	}
}

async function openOrigin({ root, way }: FileOrigin): Promise<File> {
	if (root.kind === "file") return (root as FileSystemFileHandle).getFile();
	let folder = root as FileSystemHandle as FileSystemDirectoryHandle;
	for (const name of way.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
	return (await folder.getFileHandle(way.at(-1) ?? "")).getFile();
}

/** What is known of a file that shall be opened again. */
export interface KnownFile {
	readonly name: string;
	readonly size: number;
	readonly lastModified?: number | undefined;
}

/** A file that is opened again where it was dropped from. One that was changed since is not the one that was announced. */
export function sourceAt(origin: FileOrigin, { name, size, lastModified }: KnownFile): UploadSource {
	const open = async () => {
		const file = await openOrigin(origin);
		if (lastModified !== undefined && file.lastModified !== lastModified)
			throw new Error("The file was changed.");
		return file;
	};
	return { name, size, ...(lastModified !== undefined && { lastModified }), blob: open };
}
