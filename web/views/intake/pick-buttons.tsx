import { FileIcon, FolderIcon } from "../icons.tsx";
import { usePickers } from "./pickers.tsx";

interface PickButtonsProps {
	readonly labels: { readonly files: string; readonly folder: string };
	/** Whether the first button is the main one around it. */
	readonly isMain?: boolean;
}

/** Opens the browser's pickers for files and for a folder. */
export function PickButtons({ labels, isMain = false }: PickButtonsProps) {
	const open = usePickers();
	return (
		<>
			<button type="button" class={isMain ? "button button--main" : "button"} onClick={open.files}>
				<FileIcon />
				{labels.files}
			</button>
			<button type="button" class="button" onClick={open.folder}>
				<FolderIcon />
				{labels.folder}
			</button>
		</>
	);
}
