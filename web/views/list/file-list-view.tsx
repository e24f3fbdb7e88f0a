import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { placeSections, sectionAt, sectionsBetween, totalHeight } from "../../models/list/list-layout.ts";
import { rowAfterKey } from "../../models/list/list-window.ts";
import { rowWords } from "../../words/en/rows.ts";
import { useApp } from "../app-context.ts";
import { useViewport } from "../viewport.ts";
import { BatchSection } from "./batch-section.tsx";
import { useListSizes } from "./list-sizes.ts";
import "./file-list-view.css";

/** Pixels above and below the visible part within which batches are rendered. */
const OVERSCAN_PX = 400;

/**
 * Batches and their rows, virtualized over the page's own scrolling: of ten thousand files some thirty have elements. One row
 * is in the tab order (roving tabindex) and always stays rendered, so that scrolling never loses the focus.
 */
export function FileListView() {
	const { session } = useApp();
	const list = useRef<HTMLDivElement>(null);
	const sizes = useListSizes();
	const viewport = useViewport(list);
	const focused = useSignal<number | undefined>(undefined);
	/** The row to focus once it is rendered. */
	const toFocus = useRef<number | undefined>(undefined);

	const placed = useComputed(() => placeSections(session.listing.value.sections, sizes.value));
	const shown = useComputed(() => {
		const { scrollTop, height } = viewport;
		const { start, end } = sectionsBetween(
			placed.value,
			scrollTop.value - OVERSCAN_PX,
			scrollTop.value + height.value + OVERSCAN_PX,
		);
		return `${start}/${end}`;
	});
	const [start = 0, end = 0] = shown.value.split("/").map(Number);
	const { order } = session.listing.value;
	const sections = placed.value;
	const { heading, row } = sizes.value;
	const found = useMemo(
		() => (focused.value === undefined ? -1 : order.indexOf(focused.value)),
		[focused.value, order],
	);
	const active = found >= 0 ? found : (sections[start]?.start ?? 0);

	const moveTo = (at: number) => {
		const n = order[at];
		const section = sectionAt(sections, at);
		if (n === undefined || section === undefined) return;
		toFocus.current = n;
		focused.value = n;
		viewport.reveal(section.top + heading + (at - section.start) * row, row);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		// Keys on a heading's buttons belong to the buttons.
		const isRow = event.target instanceof Element && event.target.closest("[data-n]") !== null;
		if (!isRow || event.altKey || event.ctrlKey || event.metaKey) return;
		const page = Math.max(1, Math.floor(viewport.height.peek() / row) - 2);
		const at = rowAfterKey(event.key, active, order.length, page);
		if (at === undefined) return;
		event.preventDefault();
		moveTo(at);
	};
	// A row far away is rendered only after the scroll was measured, so every render tries again.
	useLayoutEffect(() => {
		if (toFocus.current === undefined) return;
		const button = list.current?.querySelector<HTMLElement>(`[data-n="${toFocus.current}"] [data-open]`);
		if (!button) return;
		toFocus.current = undefined;
		button.focus({ preventScroll: true });
	});
	// A list with another filter starts at its first row.
	useSignalEffect(() => {
		session.filter.value;
		focused.value = undefined;
	});

	if (order.length === 0) return <p class="list__none">{rowWords.noFiles}</p>;
	const visible = sections.slice(start, end);
	const activeSection = sectionAt(sections, active);
	if (activeSection !== undefined && !visible.includes(activeSection)) visible.push(activeSection);
	return (
		<section
			ref={list}
			class="list"
			aria-label={rowWords.uploads}
			style={{ height: `${totalHeight(sections)}px` }}
			onKeyDown={onKeyDown}
			onFocusIn={(event) => {
				const from = event.target instanceof Element ? event.target.closest("[data-n]") : null;
				if (from instanceof HTMLElement) focused.value = Number(from.dataset.n);
			}}
		>
			{visible.map((section) => (
				<BatchSection
					key={section.batch}
					section={section}
					heading={heading}
					row={row}
					viewport={viewport}
					active={active}
				/>
			))}
		</section>
	);
}
