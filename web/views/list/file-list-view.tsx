import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { heightOf, placeSections, sectionAt, sectionsBetween } from "../../models/list/list-layout.ts";
import { rowAfterKey } from "../../models/list/list-window.ts";
import { useApp } from "../app-context.ts";
import { useViewport } from "../viewport.ts";
import { BatchSection } from "./batch-section.tsx";
import { useListSizes } from "./list-sizes.ts";
import "./file-list-view.css";

/** Pixels above and below the visible part in which batches are kept ready. */
const SPARE = 400;

/**
 * Batches and their rows over the page's own scrolling: of ten thousand files some thirty have elements. One row is in the
 * tab order (roving focus); it is kept in the page wherever it is, so that the focus is never lost by scrolling.
 */
export function FileListView() {
	const { session } = useApp();
	const list = useRef<HTMLDivElement>(null);
	const sizes = useListSizes();
	const viewport = useViewport(list);
	const focused = useSignal<number | undefined>(undefined);
	/** The row that the keyboard goes to, until it has its element. */
	const wanted = useRef<number | undefined>(undefined);

	const placed = useComputed(() => placeSections(session.listing.value.sections, sizes.value));
	const shown = useComputed(() => {
		const { scrolled, height } = viewport;
		const { start, end } = sectionsBetween(
			placed.value,
			scrolled.value - SPARE,
			scrolled.value + height.value + SPARE,
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
		wanted.current = n;
		focused.value = n;
		viewport.reveal(section.top + heading + (at - section.start) * row, row);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		// Keys on a heading's buttons are the buttons'.
		const isRow = event.target instanceof Element && event.target.closest("[data-n]") !== null;
		if (!isRow || event.altKey || event.ctrlKey || event.metaKey) return;
		const page = Math.max(1, Math.floor(viewport.height.peek() / row) - 2);
		const at = rowAfterKey(event.key, active, order.length, page);
		if (at === undefined) return;
		event.preventDefault();
		moveTo(at);
	};
	// A row far away has its element only after the scrolling was followed, so every render looks again.
	useLayoutEffect(() => {
		if (wanted.current === undefined) return;
		const button = list.current?.querySelector<HTMLElement>(`[data-n="${wanted.current}"] [data-open]`);
		if (!button) return;
		wanted.current = undefined;
		button.focus({ preventScroll: true });
	});
	// Another filter is another list: it begins at its top.
	useSignalEffect(() => {
		session.filter.value;
		focused.value = undefined;
	});

	if (order.length === 0) return <p class="list__none">No files here.</p>;
	const visible = sections.slice(start, end);
	const home = sectionAt(sections, active);
	if (home !== undefined && !visible.includes(home)) visible.push(home);
	return (
		<section
			ref={list}
			class="list"
			aria-label="Drops"
			style={{ height: `${heightOf(sections)}px` }}
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
