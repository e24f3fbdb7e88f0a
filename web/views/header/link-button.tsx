import { useApp } from "../app-context.ts";
import { LinkIcon } from "../icons.tsx";

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
