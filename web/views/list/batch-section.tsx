import { computed, type ReadonlySignal, useComputed } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { PlacedSection } from "../../models/list/list-layout.ts";
import { windowOf } from "../../models/list/list-window.ts";
import { useApp } from "../app-context.ts";
import type { Viewport } from "../viewport.ts";
import { BatchHeading } from "./batch-heading.tsx";
import { FileRow } from "./file-row.tsx";
import "./batch-section.css";

interface BatchSectionProps {
	readonly section: PlacedSection;
	/** Pixels of the heading, and of every row. */
	readonly heading: number;
	readonly row: number;
	readonly viewport: Viewport;
	/** The place in the whole list of the one row in the tab order. */
	readonly active: number;
}

/** One batch in the list: its heading, which stays in sight, and a window of its rows. */
export function BatchSection({ section, heading, row, viewport, active }: BatchSectionProps) {
	const { session } = useApp();
	const { batch, start, count, top, height } = section;
	const view = useMemo(() => session.watchBatch(batch), [batch, session]);
	useEffect(() => () => session.releaseBatch(batch), [batch, session]);
	const name = useComputed(() => view.value?.name ?? "");
	const label = useComputed(() => `Files of ${name.value}`);
	const shown = useRowsInSight(viewport, top + heading, row, count);
	const [first = 0, end = 0] = shown.value.split("/").map(Number);
	const order = session.order.value;
	const own = active - start;
	const places: number[] = [];
	if (own >= 0 && own < first) places.push(own);
	for (let at = first; at < end; at++) places.push(at);
	if (own >= end && own < count) places.push(own);
	return (
		<div class="batch" style={{ top: `${top}px`, height: `${height}px` }}>
			<BatchHeading batch={batch} view={view} height={heading} />
			<ul class="batch__files" aria-label={label} style={{ height: `${count * row}px` }}>
				{places.map((at) => {
					const n = order[start + at];
					if (n === undefined) return null;
					return (
						<FileRow
							key={n}
							n={n}
							at={at}
							count={count}
							top={at * row}
							height={row}
							folder={name}
							reachable={at === own}
							settled={viewport.settled}
						/>
					);
				})}
			</ul>
		</div>
	);
}

/** The window as a text, so that scrolling inside a row renders nothing. */
function useRowsInSight(viewport: Viewport, top: number, row: number, count: number): ReadonlySignal<string> {
	const { scrolled, height } = viewport;
	const inSight = () => {
		const { start, end } = windowOf(scrolled.value - top, height.value, row, count);
		return `${start}/${end}`;
	};
	// Where the section stands is part of the question: another place is another signal.
	return useMemo(() => computed(inSight), [scrolled, height, top, row, count]);
}
