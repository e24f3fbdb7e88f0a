import type { RootHandle } from "./file-origin.ts";

/** What a picker picks. */
export type PickerKind = "files" | "folder";

/** A window with the File System Access pickers, which not every browser has. */
export type PickerWindow = Window & {
	showOpenFilePicker?(options: { readonly multiple: true }): Promise<readonly RootHandle[]>;
	showDirectoryPicker?(): Promise<RootHandle>;
};

/**
 * The browser's pickers that return handles; absent where the browser lacks them. Each must be called inside a user
 * gesture, and resolves to an empty list if the person cancels.
 */
export type HandlePickers = { readonly [What in PickerKind]?: () => Promise<readonly RootHandle[]> };

async function emptyIfCancelled(picking: Promise<readonly RootHandle[]>): Promise<readonly RootHandle[]> {
	try {
		return await picking;
	} catch (error) {
		if (error instanceof DOMException && error.name === "AbortError") return [];
		throw error;
	}
}

/** The pickers of a window; they exist in secure contexts only. */
export function createHandlePickers(window: PickerWindow): HandlePickers {
	const { showOpenFilePicker: files, showDirectoryPicker: folder } = window;
	return {
		...(files && { files: () => emptyIfCancelled(files.call(window, { multiple: true })) }),
		...(folder && { folder: () => emptyIfCancelled(folder.call(window).then((picked) => [picked])) }),
	};
}
