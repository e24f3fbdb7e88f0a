import { useApp } from "../app-context.ts";

/** Announces the progress of all files to screen readers; invisible. */
export function LiveRegion() {
	const { announcement } = useApp();
	return (
		<p class="sr-only" aria-live="polite" data-spoken>
			{announcement}
		</p>
	);
}
