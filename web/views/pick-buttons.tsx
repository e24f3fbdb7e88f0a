import { useRef } from "preact/hooks";
import { useApp } from "./app-context.ts";
import { FileIcon, FolderIcon } from "./icons.tsx";

/** Asks for a whole folder. The attribute is in every browser and in no standard, so no type knows it. */
const FOLDERS = { webkitdirectory: true };

/** Two buttons that open the browser's own pickers. `compact` while a list is on the page. */
export function PickButtons({ compact = false }: { compact?: boolean }) {
	const { intake } = useApp();
	const files = useRef<HTMLInputElement>(null);
	const folder = useRef<HTMLInputElement>(null);
	const take = async (input: HTMLInputElement) => {
		if (input.files && input.files.length > 0) await intake.pick(input.files);
		// Else picking the same files again would be no change.
		input.value = "";
	};
	return (
		<>
			<button
				type="button"
				class={compact ? "button" : "button button--main"}
				onClick={() => files.current?.click()}
			>
				<FileIcon />
				{compact ? "Add files" : "Choose files"}
			</button>
			<button type="button" class="button" onClick={() => folder.current?.click()}>
				<FolderIcon />
				{compact ? "Add folder" : "Choose folder"}
			</button>
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
		</>
	);
}
