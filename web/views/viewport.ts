import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Scrolling that rests this long, in milliseconds, has come to an end: then pictures are worth asking for. */
const SETTLE_MS = 160;

/** Pixels at the top that the sticky tools may cover. */
const COVERED = 120;

/** The visible part of the page, as a list inside it sees it. */
export interface Viewport {
	/** Pixels of the list above the window's top edge. */
	readonly scrolled: ReadonlySignal<number>;
	readonly height: ReadonlySignal<number>;
	/** Whether scrolling has come to rest. */
	readonly settled: ReadonlySignal<boolean>;
	/** Scrolls as little as needed to show a row at `top` of the list. */
	reveal(top: number, height: number): void;
}

/** Follows the page's scrolling, once per animation frame. */
export function useViewport(list: RefObject<HTMLElement | null>): Viewport {
	const scrolled = useSignal(0);
	const height = useSignal(window.innerHeight);
	const settled = useSignal(true);
	useEffect(() => {
		let due = 0;
		let resting: ReturnType<typeof setTimeout> | undefined;
		const measure = () => {
			due = 0;
			const top = list.current?.getBoundingClientRect().top ?? 0;
			scrolled.value = -top;
			height.value = window.innerHeight;
		};
		const follow = () => {
			if (due === 0) due = requestAnimationFrame(measure);
		};
		const onScroll = () => {
			follow();
			settled.value = false;
			clearTimeout(resting);
			resting = setTimeout(() => {
				settled.value = true;
			}, SETTLE_MS);
		};
		// What stands above the list may grow or wrap, which moves the list without any scrolling.
		const above = new ResizeObserver(follow);
		above.observe(document.body);
		measure();
		window.addEventListener("scroll", onScroll, { passive: true });
		window.addEventListener("resize", follow);
		return () => {
			cancelAnimationFrame(due);
			clearTimeout(resting);
			above.disconnect();
			window.removeEventListener("scroll", onScroll);
			window.removeEventListener("resize", follow);
		};
	}, [list, scrolled, height, settled]);
	return {
		scrolled,
		height,
		settled,
		reveal(top, rowHeight) {
			const box = list.current?.getBoundingClientRect();
			if (box === undefined) return;
			const at = box.top + top;
			if (at < COVERED) window.scrollBy(0, at - COVERED);
			else if (at + rowHeight > window.innerHeight)
				window.scrollBy(0, at + rowHeight - window.innerHeight + 8);
		},
	};
}
