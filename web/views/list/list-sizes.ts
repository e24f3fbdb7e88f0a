import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ListSizes } from "../../models/list/list-layout.ts";

/** Heights in pixels with columns; must match `file-row.css` and `batch-heading.css`. */
const WIDE: ListSizes = { heading: 52, row: 64, gap: 24 };

/** On a phone a row has a name, a state and two lines of note; a heading has two lines. */
const NARROW: ListSizes = { heading: 64, row: 88, gap: 16 };

/** The breakpoint of the style sheets. */
const NARROW_QUERY = "(max-width: 639px)";

/** The list's sizes at the current width of the window. */
export function useListSizes(): ReadonlySignal<ListSizes> {
	const sizes = useSignal(window.matchMedia(NARROW_QUERY).matches ? NARROW : WIDE);
	useEffect(() => {
		const query = window.matchMedia(NARROW_QUERY);
		const update = () => {
			sizes.value = query.matches ? NARROW : WIDE;
		};
		update();
		query.addEventListener("change", update);
		return () => query.removeEventListener("change", update);
	}, [sizes]);
	return sizes;
}
