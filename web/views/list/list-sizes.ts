import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ListSizes } from "../../models/list/list-layout.ts";

/** Pixels where there is room for columns; `file-row.css` and `batch-heading.css` are drawn for them. */
const WIDE: ListSizes = { heading: 52, row: 64, gap: 24 };

/** On a phone: a row is name, state, and two lines for a sentence; a heading is two lines. */
const NARROW: ListSizes = { heading: 64, row: 88, gap: 16 };

/** The same bound as in the style sheets. */
const IS_NARROW = "(max-width: 639px)";

/** The sizes of everything in the list at the present width. */
export function useListSizes(): ReadonlySignal<ListSizes> {
	const sizes = useSignal(window.matchMedia(IS_NARROW).matches ? NARROW : WIDE);
	useEffect(() => {
		const query = window.matchMedia(IS_NARROW);
		const follow = () => {
			sizes.value = query.matches ? NARROW : WIDE;
		};
		follow();
		query.addEventListener("change", follow);
		return () => query.removeEventListener("change", follow);
	}, [sizes]);
	return sizes;
}
