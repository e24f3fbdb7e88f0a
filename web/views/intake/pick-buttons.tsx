import { FileIcon, FolderIcon } from "../icons.tsx";
import { usePick } from "./pickers.tsx";

interface PickButtonsProps {
	/** What the buttons do with what is picked. */
	readonly verb: "Choose" | "Add";
	/** Whether picking is the one thing to do here. */
	readonly main?: boolean;
}

/** Two buttons that open the browser's own pickers. */
export function PickButtons({ verb, main = false }: PickButtonsProps) {
	const pick = usePick();
	return (
		<>
			<button type="button" class={main ? "button button--main" : "button"} onClick={pick.files}>
				<FileIcon />
				{verb} files
			</button>
			<button type="button" class="button" onClick={pick.folder}>
				<FolderIcon />
				{verb} folder
			</button>
		</>
	);
}
