import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { windowOf } from "../../models/list/list-window.ts";
import type { Guest } from "../../models/session/guest.ts";
import { useListSizes } from "../list/list-sizes.ts";
import { useViewport } from "../viewport.ts";
import { SharedRow } from "./shared-row.tsx";

/** The batch's files over the page's own scrolling: only those in sight have elements. */
export function SharedList({ guest }: { guest: Guest }) {
	const { session } = guest;
	const list = useRef<HTMLUListElement>(null);
	const sizes = useListSizes();
	const viewport = useViewport(list);
	const order = session.order.value;
	const { row } = sizes.value;
	const shown = useComputed(() => {
		const { scrolled, height } = viewport;
		const { start, end } = windowOf(
			scrolled.value,
			height.value,
			sizes.value.row,
			session.order.value.length,
		);
		return `${start}/${end}`;
	});
	const [start = 0, end = 0] = shown.value.split("/").map(Number);
	return (
		<ul ref={list} class="shared-list" aria-label="Files" style={{ height: `${order.length * row}px` }}>
			{order.slice(start, end).map((n, index) => (
				<SharedRow
					key={n}
					n={n}
					guest={guest}
					at={start + index}
					count={order.length}
					height={row}
					settled={viewport.settled}
				/>
			))}
		</ul>
	);
}
