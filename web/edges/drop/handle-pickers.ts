import type { RootHandle } from "./file-origin.ts";

/** What a person may pick. */
export type Pickable = "files" | "folder";

/** A window; pickers that give handles stand in no standard that every browser follows. */
export type PickerWindow = Window & {
	showOpenFilePicker?(options: { readonly multiple: true }): Promise<readonly RootHandle[]>;
	showDirectoryPicker?(): Promise<RootHandle>;
};

/**
 * The browser's pickers that give handles, by what they pick; one that a browser lacks is absent. Each must be called in
 * the handler of a press. It answers nothing picked when a person changes their mind.
 */
export type HandlePickers = { readonly [What in Pickable]?: () => Promise<readonly RootHandle[]> };

async function orNothing(picking: Promise<readonly RootHandle[]>): Promise<readonly RootHandle[]> {
	try {
		return await picking;
	} catch (error) {
		if (error instanceof DOMException && error.name === "AbortError") return [];
		throw error;
	}
}

/** Over a window. Only secure origins have them. */
export function createHandlePickers(window: PickerWindow): HandlePickers {
	const { showOpenFilePicker: files, showDirectoryPicker: folder } = window;
	return {
		...(files && { files: () => orNothing(files.call(window, { multiple: true })) }),
		...(folder && { folder: () => orNothing(folder.call(window).then((picked) => [picked])) }),
	};
}
