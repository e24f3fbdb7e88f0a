import { useApp } from "../app-context.ts";

/** Speaks about the whole now and then; silent to the eye. */
export function LiveRegion() {
	const { spoken } = useApp();
	return (
		<p class="sr-only" aria-live="polite" data-spoken>
			{spoken}
		</p>
	);
}
