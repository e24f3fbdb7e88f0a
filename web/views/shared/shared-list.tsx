import { useRef } from "preact/hooks";
import type { GuestPage } from "../../models/session/guest-page.ts";
import { sharedWords } from "../../words/en/shared.ts";
import { useListSizes } from "../list/list-sizes.ts";
import { useViewport, useVisibleRows } from "../viewport.ts";
import { SharedRow } from "./shared-row.tsx";

/** The files of the shared batch, virtualized over the page's own scrolling. */
export function SharedList({ guest }: { guest: GuestPage }) {
	const list = useRef<HTMLUListElement>(null);
	const sizes = useListSizes();
	const viewport = useViewport(list);
	const order = guest.session.order.value;
	const { row } = sizes.value;
	const shown = useVisibleRows(viewport, 0, row, order.length);
	const [start = 0, end = 0] = shown.value.split("/").map(Number);
	return (
		<ul
			ref={list}
			class="shared-list"
			aria-label={sharedWords.files}
			style={{ height: `${order.length * row}px` }}
		>
			{order.slice(start, end).map((n, index) => (
				<SharedRow
					key={n}
					n={n}
					guest={guest}
					at={start + index}
					count={order.length}
					top={(start + index) * row}
					height={row}
					isSettled={viewport.isSettled}
				/>
			))}
		</ul>
	);
}
