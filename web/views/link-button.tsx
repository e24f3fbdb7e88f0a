import { useSignal, useSignalEffect } from "@preact/signals";
import { useApp } from "./app-context.ts";
import { LinkIcon } from "./icons.tsx";
import type { LinksDialog } from "./links/links-dialog.tsx";

interface LinkButtonProps {
	readonly verb: "Paste" | "Add";
}

/** Opens the field for links. */
export function LinkButton({ verb }: LinkButtonProps) {
	const { openLinks } = useApp();
	return (
		<button type="button" class="button" onClick={() => openLinks()}>
			<LinkIcon />
			{verb} links
		</button>
	);
}

/** The field for links, loaded when it is opened for the first time. */
export function LinkEntry() {
	const { links } = useApp();
	const dialog = useSignal<typeof LinksDialog | undefined>(undefined);
	useSignalEffect(() => {
		if (links.value === undefined) return;
		void import("./links/links-dialog.tsx").then((loaded) => {
			dialog.value = loaded.LinksDialog;
		});
	});
	const Dialog = dialog.value;
	return Dialog !== undefined && links.value !== undefined ? <Dialog desk={links.value} /> : null;
}
