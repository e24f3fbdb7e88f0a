import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { ChunkLayout } from "../../models/details/chunk-layout.ts";

/** The scrolling of a text whose pieces get their heights only when they are shown. */
export interface TextScroll {
	/** Pixels of the text above the visible part, and of that part. */
	readonly top: ReadonlySignal<number>;
	readonly height: ReadonlySignal<number>;
	/** Raised when pieces were measured: what stands where has changed. */
	readonly measured: ReadonlySignal<number>;
	/** The first piece in sight. */
	readonly first: ReadonlySignal<number>;
	/** Shows a piece, so many pixels of it above the visible part. */
	goTo(index: number, pixels: number): void;
	/** Measures what is shown, and keeps in place what is looked at. To be called after each render. */
	settle(): void;
	/** The person has scrolled. */
	readonly follow: () => void;
}

/** Two positions closer than this, in pixels, are one: browsers round. */
const SAME = 2;

/** Keeps a piece at its place in sight, however the ones above it turn out. */
export function useTextScroll(scroller: RefObject<HTMLElement | null>, layout: ChunkLayout): TextScroll {
	const top = useSignal(0);
	const height = useSignal(window.innerHeight);
	const measured = useSignal(0);
	const first = useSignal(0);
	const news = useCallback(() => {
		// Not read as a signal: whoever calls this in an effect would be called again by it.
		measured.value = measured.peek() + 1;
	}, [measured]);
	useEffect(() => {
		const box = scroller.current;
		if (box === null) return;
		const resized = new ResizeObserver(() => {
			height.value = box.clientHeight;
			news();
		});
		resized.observe(box);
		return () => resized.disconnect();
	}, [scroller, height, news]);
	return useMemo(() => {
		/** What is held in place: a piece, and how many of its pixels are above the visible part. */
		let anchor = { index: 0, pixels: 0 };
		/** Where the text was put last, and not by a person. */
		let put = 0;
		const hold = () => {
			const box = scroller.current;
			if (box === null) return;
			const wanted = Math.max(0, layout.topOf(anchor.index) + anchor.pixels);
			if (Math.abs(box.scrollTop - wanted) > SAME) box.scrollTop = wanted;
			put = box.scrollTop;
			top.value = put;
		};
		return {
			top,
			height,
			measured,
			first,
			goTo(index, pixels) {
				anchor = { index, pixels };
				first.value = index;
				// Its neighbours are shown first: until then there may be nothing to scroll to.
				top.value = Math.max(0, layout.topOf(index) + pixels);
				news();
			},
			settle() {
				let isNews = false;
				for (const piece of scroller.current?.querySelectorAll("[data-chunk]") ?? []) {
					if (!(piece instanceof HTMLElement)) continue;
					const pixels = piece.getBoundingClientRect().height;
					if (layout.measure(Number(piece.dataset.chunk), pixels)) isNews = true;
				}
				hold();
				if (isNews) news();
			},
			follow() {
				const at = scroller.current?.scrollTop ?? 0;
				top.value = at;
				if (Math.abs(at - put) <= SAME) return;
				const index = layout.indexAt(at);
				anchor = { index, pixels: at - layout.topOf(index) };
				first.value = index;
			},
		};
	}, [scroller, layout, top, height, measured, first, news]);
}
