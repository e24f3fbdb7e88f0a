import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { rowAfterKey, windowOf } from "../models/list-window.ts";
import { useApp } from "./app-context.ts";
import { FileRow } from "./file-row.tsx";
import { useRowHeight } from "./row-height.ts";
import { useViewport } from "./viewport.ts";
import "./file-list-view.css";

/**
 * A window of rows over the page's own scrolling: of ten thousand files some thirty have elements. One row is in the
 * tab order (roving focus); it is kept in the page wherever it is, so that the focus is never lost by scrolling.
 */
export function FileListView() {
	const { session } = useApp();
	const list = useRef<HTMLUListElement>(null);
	const rowHeight = useRowHeight();
	const viewport = useViewport(list);
	const focused = useSignal<number | undefined>(undefined);
	/** The row that the keyboard goes to, until it has its element. */
	const wanted = useRef<number | undefined>(undefined);

	const shown = useComputed(() => {
		const order = session.order.value;
		const { start, end } = windowOf(
			viewport.scrolled.value,
			viewport.height.value,
			rowHeight.value,
			order.length,
		);
		return `${start}/${end}`;
	});
	const [start = 0, end = 0] = shown.value.split("/").map(Number);
	const order = session.order.value;
	const row = rowHeight.value;
	const found = focused.value === undefined ? -1 : order.indexOf(focused.value);
	const active = found >= 0 ? found : Math.min(start, order.length - 1);

	const moveTo = (at: number) => {
		const n = order[at];
		if (n === undefined) return;
		wanted.current = n;
		focused.value = n;
		viewport.reveal(at * row, row);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.altKey || event.ctrlKey || event.metaKey) return;
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

	const places: number[] = [];
	if (active >= 0 && active < start) places.push(active);
	for (let at = start; at < end; at++) places.push(at);
	if (active >= end) places.push(active);
	if (order.length === 0) return <p class="list__none">No files here.</p>;
	return (
		<ul
			ref={list}
			class="list"
			aria-label="Files"
			style={{ height: `${order.length * row}px` }}
			onKeyDown={onKeyDown}
			onFocusIn={(event) => {
				const from = event.target instanceof Element ? event.target.closest("[data-n]") : null;
				if (from instanceof HTMLElement) focused.value = Number(from.dataset.n);
			}}
		>
			{places.map((at) => {
				const n = order[at];
				if (n === undefined) return null;
				return (
					<FileRow
						key={n}
						n={n}
						at={at}
						count={order.length}
						top={at * row}
						height={row}
						reachable={at === active}
						settled={viewport.settled}
					/>
				);
			})}
		</ul>
	);
}
