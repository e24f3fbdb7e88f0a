import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Pixels of a row where there is room for columns; `file-row.css` is drawn for it. */
export const WIDE_ROW = 64;

/** Pixels of a row on a phone: name, state, and two lines for a sentence. */
export const NARROW_ROW = 88;

/** The same bound as in the style sheets. */
const NARROW = "(max-width: 639px)";

/** The height of every row at the present width. */
export function useRowHeight(): ReadonlySignal<number> {
	const narrow = window.matchMedia(NARROW);
	const height = useSignal(narrow.matches ? NARROW_ROW : WIDE_ROW);
	useEffect(() => {
		const query = window.matchMedia(NARROW);
		const follow = () => {
			height.value = query.matches ? NARROW_ROW : WIDE_ROW;
		};
		follow();
		query.addEventListener("change", follow);
		return () => query.removeEventListener("change", follow);
	}, [height]);
	return height;
}
