import { useApp } from "../app-context.ts";
import { LinkIcon } from "../icons.tsx";

/** Opens the dialog to add links. */
export function LinkButton({ label }: { label: string }) {
	const { openLinks } = useApp();
	return (
		<button type="button" class="button" onClick={() => openLinks()}>
			<LinkIcon />
			{label}
		</button>
	);
}
