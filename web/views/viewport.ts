import { computed, type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { visibleRows } from "../models/list/list-window.ts";

/** Scrolling counts as ended after this pause, in milliseconds. */
const SETTLE_MS = 160;

/** Pixels at the top that the sticky tools may cover. */
const STICKY_PX = 120;

/** The visible part of the page, relative to a list inside it. */
export interface Viewport {
	/** Pixels of the list above the window's top edge; negative while the list begins below it. */
	readonly scrollTop: ReadonlySignal<number>;
	readonly height: ReadonlySignal<number>;
	/** Whether scrolling has come to rest. */
	readonly isSettled: ReadonlySignal<boolean>;
	/** Scrolls as little as needed to show the row at `top` of the list. */
	reveal(top: number, height: number): void;
}

/** Tracks the page's scrolling, once per animation frame. */
export function useViewport(list: RefObject<HTMLElement | null>): Viewport {
	const scrollTop = useSignal(0);
	const height = useSignal(window.innerHeight);
	const isSettled = useSignal(true);
	useEffect(() => {
		let frame = 0;
		let settleTimer: ReturnType<typeof setTimeout> | undefined;
		const measure = () => {
			frame = 0;
			const top = list.current?.getBoundingClientRect().top ?? 0;
			scrollTop.value = -top;
			height.value = window.innerHeight;
		};
		const scheduleMeasure = () => {
			if (frame === 0) frame = requestAnimationFrame(measure);
		};
		const onScroll = () => {
			scheduleMeasure();
			isSettled.value = false;
			clearTimeout(settleTimer);
			settleTimer = setTimeout(() => {
				isSettled.value = true;
			}, SETTLE_MS);
		};
		// Content above the list may grow or wrap, which moves the list without a scroll event.
		const resized = new ResizeObserver(scheduleMeasure);
		resized.observe(document.body);
		measure();
		window.addEventListener("scroll", onScroll, { passive: true });
		window.addEventListener("resize", scheduleMeasure);
		return () => {
			cancelAnimationFrame(frame);
			clearTimeout(settleTimer);
			resized.disconnect();
			window.removeEventListener("scroll", onScroll);
			window.removeEventListener("resize", scheduleMeasure);
		};
	}, [list, scrollTop, height, isSettled]);
	return {
		scrollTop,
		height,
		isSettled,
		reveal(top, rowHeight) {
			const box = list.current?.getBoundingClientRect();
			if (box === undefined) return;
			const at = box.top + top;
			if (at < STICKY_PX) window.scrollBy(0, at - STICKY_PX);
			else if (at + rowHeight > window.innerHeight)
				window.scrollBy(0, at + rowHeight - window.innerHeight + 8);
		},
	};
}

/**
 * Which of `count` rows to render, as `start/end`, for rows of one height that begin at `top` of the list. A string, because
 * equal strings re-render nothing while the page scrolls within a row.
 */
export function useVisibleRows(viewport: Viewport, top: number, row: number, count: number) {
	const { scrollTop, height } = viewport;
	return useMemo(
		() =>
			computed(() => {
				const { start, end } = visibleRows(scrollTop.value - top, height.value, row, count);
				return `${start}/${end}`;
			}),
		[scrollTop, height, top, row, count],
	);
}
