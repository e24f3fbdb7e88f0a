import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { ChunkLayout } from "../../models/details/chunk-layout.ts";

/** Scrolling through chunks whose heights are known only once they are rendered. */
export interface TextScroll {
	/** Pixels of the text above the visible part, and the height of that part. */
	readonly top: ReadonlySignal<number>;
	readonly height: ReadonlySignal<number>;
	/** Incremented when chunks were measured, which moves those below them. */
	readonly measured: ReadonlySignal<number>;
	/** The index of the first chunk in sight. */
	readonly firstInSight: ReadonlySignal<number>;
	/** Scrolls to a chunk, leaving `pixels` of it above the visible part. */
	goTo(index: number, pixels: number): void;
	/** Measures the rendered chunks and keeps the anchor in place. Call after each render. */
	afterRender(): void;
	/** Handler of the scroll event. */
	readonly onScroll: () => void;
}

/** Positions that differ by less, in pixels, are the same: browsers round `scrollTop`. */
const TOLERANCE_PX = 2;

/** Keeps the chunk in sight at its place while the heights of chunks above it become known. */
export function useTextScroll(scroller: RefObject<HTMLElement | null>, layout: ChunkLayout): TextScroll {
	const top = useSignal(0);
	const height = useSignal(window.innerHeight);
	const measured = useSignal(0);
	const firstInSight = useSignal(0);
	const notifyMeasured = useCallback(() => {
		// peek(), because an effect that calls this must not subscribe to it: it would run again forever.
		measured.value = measured.peek() + 1;
	}, [measured]);
	useEffect(() => {
		const box = scroller.current;
		if (box === null) return;
		const resized = new ResizeObserver(() => {
			height.value = box.clientHeight;
			notifyMeasured();
		});
		resized.observe(box);
		return () => resized.disconnect();
	}, [scroller, height, notifyMeasured]);
	return useMemo(() => {
		/** The chunk kept in place, and how many of its pixels are above the visible part. */
		let anchor = { index: 0, pixels: 0 };
		/** The position set last by code: other positions come from the user's scrolling. */
		let lastSet = 0;
		const keepAnchor = () => {
			const box = scroller.current;
			if (box === null) return;
			const target = Math.max(0, layout.topOf(anchor.index) + anchor.pixels);
			if (Math.abs(box.scrollTop - target) > TOLERANCE_PX) box.scrollTop = target;
			lastSet = box.scrollTop;
			top.value = lastSet;
		};
		return {
			top,
			height,
			measured,
			firstInSight,
			goTo(index, pixels) {
				anchor = { index, pixels };
				firstInSight.value = index;
				// Renders its neighbours first: before that the box may be too short to scroll there.
				top.value = Math.max(0, layout.topOf(index) + pixels);
				notifyMeasured();
			},
			afterRender() {
				let hasChanged = false;
				for (const chunk of scroller.current?.querySelectorAll("[data-chunk]") ?? []) {
					if (!(chunk instanceof HTMLElement)) continue;
					const pixels = chunk.getBoundingClientRect().height;
					if (layout.measure(Number(chunk.dataset.chunk), pixels)) hasChanged = true;
				}
				keepAnchor();
				if (hasChanged) notifyMeasured();
			},
			onScroll() {
				const at = scroller.current?.scrollTop ?? 0;
				top.value = at;
				if (Math.abs(at - lastSet) <= TOLERANCE_PX) return;
				const index = layout.indexAt(at);
				anchor = { index, pixels: at - layout.topOf(index) };
				firstInSight.value = index;
			},
		};
	}, [scroller, layout, top, height, measured, firstInSight, notifyMeasured]);
}
