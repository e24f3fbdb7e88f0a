import type { RootHandle } from "./file-origin.ts";

/** One thing that was dropped: a file or a folder. */
export interface DroppedItem {
	readonly entry: FileSystemEntry;
	/** What the page may keep of it, to open it again after a reload. */
	readonly root: Promise<RootHandle | undefined>;
}

/** What was dropped: its items, or in a browser that shows none its files. */
export interface Dropped {
	readonly items: readonly DroppedItem[];
	readonly files: readonly File[];
}

/** An item of a drop in browsers that let a page keep a handle of it. */
type HandleItem = DataTransferItem & { getAsFileSystemHandle?(): Promise<RootHandle | null> };

async function rootOf(item: HandleItem): Promise<RootHandle | undefined> {
	try {
		return (await item.getAsFileSystemHandle?.()) ?? undefined;
	} catch {
		return undefined;
	}
}

/**
 * Takes what was dropped out of its event. Must be called in the event's own handler, because the browser empties the
 * transfer right after it; what is taken can be read at any later time.
 */
export function takeDrop(transfer: DataTransfer): Dropped {
	const items = Array.from(transfer.items).flatMap((item) => {
		const entry = item.kind === "file" ? (item.webkitGetAsEntry?.() ?? null) : null;
		return entry === null ? [] : [{ entry, root: rootOf(item) }];
	});
	return { items, files: items.length > 0 ? [] : Array.from(transfer.files) };
}
