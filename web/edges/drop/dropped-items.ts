import type { RootHandle } from "./file-origin.ts";

/** One dropped file or folder. */
export interface DroppedItem {
	readonly entry: FileSystemEntry;
	/** The handle with which the page can open it again after a reload, if the browser gives one. */
	readonly root: Promise<RootHandle | undefined>;
}

/** The contents of a drop: its items, or its files in browsers without items. */
export interface DropContents {
	readonly items: readonly DroppedItem[];
	readonly files: readonly File[];
}

/** A drop item in browsers that give out file system handles. */
type HandleItem = DataTransferItem & { getAsFileSystemHandle?(): Promise<RootHandle | null> };

async function keptHandle(item: HandleItem): Promise<RootHandle | undefined> {
	try {
		return (await item.getAsFileSystemHandle?.()) ?? undefined;
	} catch {
		return undefined;
	}
}

/**
 * Takes the contents of a drop out of its event. Must be called inside the event handler, because the browser empties
 * the transfer right after it; the contents can be read later.
 */
export function takeDrop(transfer: DataTransfer): DropContents {
	const items = Array.from(transfer.items).flatMap((item) => {
		const entry = item.kind === "file" ? (item.webkitGetAsEntry?.() ?? null) : null;
		return entry === null ? [] : [{ entry, root: keptHandle(item) }];
	});
	return { items, files: items.length > 0 ? [] : Array.from(transfer.files) };
}
