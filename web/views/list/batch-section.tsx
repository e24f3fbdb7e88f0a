import { useComputed } from "@preact/signals";
import type { PlacedSection } from "../../models/list/list-layout.ts";
import { rowWords } from "../../words/en/rows.ts";
import { useApp } from "../app-context.ts";
import { useBatch } from "../use-file.ts";
import { useVisibleRows, type Viewport } from "../viewport.ts";
import { BatchHeading } from "./batch-heading.tsx";
import { OwnerFileRow } from "./owner-file-row.tsx";
import "./batch-section.css";

interface BatchSectionProps {
	readonly section: PlacedSection;
	/** Heights in pixels, of the heading and of a row. */
	readonly heading: number;
	readonly row: number;
	readonly viewport: Viewport;
	/** The index in the whole list of the one row in the tab order. */
	readonly active: number;
}

/** One batch: its heading, and those of its rows that are in sight. The row in the tab order is always rendered. */
export function BatchSection({ section, heading, row, viewport, active }: BatchSectionProps) {
	const { session } = useApp();
	const { batch, start, count, top, height } = section;
	const view = useBatch(session, batch);
	const name = useComputed(() => view.value?.name ?? "");
	const label = useComputed(() => rowWords.filesOf(name.value));
	const shown = useVisibleRows(viewport, top + heading, row, count);
	const [first = 0, end = 0] = shown.value.split("/").map(Number);
	const order = session.order.value;
	// Index of the row in the tab order, if it is in this batch.
	const own = active - start;
	const indexes: number[] = [];
	if (own >= 0 && own < first) indexes.push(own);
	for (let at = first; at < end; at++) indexes.push(at);
	if (own >= end && own < count) indexes.push(own);
	return (
		<div class="batch" style={{ top: `${top}px`, height: `${height}px` }}>
			<BatchHeading batch={batch} view={view} height={heading} />
			<ul class="batch__files" aria-label={label} style={{ height: `${count * row}px` }}>
				{indexes.map((at) => {
					const n = order[start + at];
					if (n === undefined) return null;
					return (
						<OwnerFileRow
							key={n}
							n={n}
							at={at}
							count={count}
							top={at * row}
							height={row}
							folder={name}
							isInTabOrder={at === own}
							isSettled={viewport.isSettled}
						/>
					);
				})}
			</ul>
		</div>
	);
}
