import { type ComponentChildren, createContext, type RefObject } from "preact";
import { useContext, useMemo, useRef } from "preact/hooks";
import { useApp } from "../app-context.ts";

/** Asks for a whole folder. The attribute is in every browser and in no standard, so no type knows it. */
const FOLDERS = { webkitdirectory: true };

/** Opens the browser's own pickers. */
export interface Pick {
	files(): void;
	folder(): void;
}

const PickContext = createContext<Pick>({ files() {}, folder() {} });

export function usePick(): Pick {
	return useContext(PickContext);
}

/**
 * The page's two pickers, once, for every button inside that opens one: those whose files are found again after a reload
 * where the browser has them, else two inputs.
 */
export function Pickers({ children }: { children: ComponentChildren }) {
	const { intake } = useApp();
	const files = useRef<HTMLInputElement>(null);
	const folder = useRef<HTMLInputElement>(null);
	const pick = useMemo(() => {
		const open = async (what: keyof Pick, { current: input }: RefObject<HTMLInputElement | null>) => {
			if (!intake.canChoose(what) || !(await intake.choose(what))) input?.click();
		};
		return { files: () => void open("files", files), folder: () => void open("folder", folder) };
	}, [intake]);
	const take = async (input: HTMLInputElement) => {
		if (input.files && input.files.length > 0) await intake.pick(input.files);
		// Else picking the same files again would be no change.
		input.value = "";
	};
	return (
		<PickContext.Provider value={pick}>
			{children}
			<input
				ref={files}
				type="file"
				multiple
				hidden
				aria-label="Files to add"
				data-pick="files"
				onChange={(event) => void take(event.currentTarget)}
			/>
			<input
				ref={folder}
				type="file"
				multiple
				{...FOLDERS}
				hidden
				aria-label="Folder to add"
				data-pick="folder"
				onChange={(event) => void take(event.currentTarget)}
			/>
		</PickContext.Provider>
	);
}
