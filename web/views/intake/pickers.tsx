import { type ComponentChildren, createContext, type RefObject } from "preact";
import { useContext, useMemo, useRef } from "preact/hooks";
import { intakeWords } from "../../words/en/intake.ts";
import { useApp } from "../app-context.ts";

/** Makes an input pick a folder. Every browser has this attribute, but JSX types lack it: it is not in the HTML standard. */
const FOLDER_INPUT = { webkitdirectory: true };

/** Opens the browser's picker for files, or for a folder. */
export interface OpenPicker {
	files(): void;
	folder(): void;
}

const PickerContext = createContext<OpenPicker>({ files() {}, folder() {} });

export function usePickers(): OpenPicker {
	return useContext(PickerContext);
}

/**
 * The page's two pickers, shared by all buttons inside. Prefers the File System Access API, whose handles survive a reload;
 * falls back to two hidden inputs.
 */
export function Pickers({ children }: { children: ComponentChildren }) {
	const { intake } = useApp();
	const files = useRef<HTMLInputElement>(null);
	const folder = useRef<HTMLInputElement>(null);
	const pick = useMemo(() => {
		const open = async (what: keyof OpenPicker, { current: input }: RefObject<HTMLInputElement | null>) => {
			if (!intake.hasPicker(what) || !(await intake.openPicker(what))) input?.click();
		};
		return { files: () => void open("files", files), folder: () => void open("folder", folder) };
	}, [intake]);
	const take = async (input: HTMLInputElement) => {
		if (input.files && input.files.length > 0) await intake.addFiles(input.files);
		// Otherwise choosing the same files again fires no change event.
		input.value = "";
	};
	return (
		<PickerContext.Provider value={pick}>
			{children}
			<input
				ref={files}
				type="file"
				multiple
				hidden
				aria-label={intakeWords.filesField}
				data-pick="files"
				onChange={(event) => void take(event.currentTarget)}
			/>
			<input
				ref={folder}
				type="file"
				multiple
				{...FOLDER_INPUT}
				hidden
				aria-label={intakeWords.folderField}
				data-pick="folder"
				onChange={(event) => void take(event.currentTarget)}
			/>
		</PickerContext.Provider>
	);
}
