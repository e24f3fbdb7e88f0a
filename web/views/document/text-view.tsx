import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ChunkLayout } from "../../models/details/chunk-layout.ts";
import type { DocumentFacts } from "../../models/details/document-facts.ts";
import type { DocumentText } from "../../models/details/document-text.ts";
import { countMarksBefore, type FoundPlace } from "../../models/search/found-place.ts";
import { documentWords } from "../../words/en/details/document.ts";
import { placeText } from "../widgets/place-text.ts";
import { ChunkView } from "./chunk-view.tsx";
import { useTextScroll } from "./text-scroll.ts";
import "./text-view.css";

/** Pixels above and below the visible part within which chunks are rendered. */
const OVERSCAN_PX = 600;

/** Heights in pixels of a line and of a chunk's head; must match `text-view.css`. */
const LINE_PX = 24;
const HEAD_PX = 48;

/** Words that fill a line of a panel of usual width. */
const WORDS_PER_LINE = 12;

/** A place in the text to scroll to, and the words that were searched for. */
export type TextTarget = Pick<FoundPlace, "chunk" | "words" | "excerpt">;

interface TextViewProps {
	readonly text: DocumentText;
	readonly facts: DocumentFacts;
	readonly target: ReadonlySignal<TextTarget | undefined>;
}

/** The text of a document, virtualized in a scroll box of its own: of a thousand pages some ten chunks have elements. */
export function TextView({ text, facts, target }: TextViewProps) {
	const scroller = useRef<HTMLElement>(null);
	const estimatedHeight = estimateChunkHeight(facts);
	const layout = useMemo(() => new ChunkLayout(facts.chunks, estimateChunkHeight(facts)), [facts]);
	const scroll = useTextScroll(scroller, layout);
	/** The target that is not scrolled to yet, because its chunk is not loaded. */
	const pending = useRef<TextTarget | undefined>(undefined);
	const words = useSignal<readonly string[]>([]);
	const shown = useComputed(() => {
		const { top, height, measured } = scroll;
		measured.value;
		const start = layout.indexAt(top.value - OVERSCAN_PX);
		return `${start}/${layout.indexAt(top.value + height.value + OVERSCAN_PX) + 1}`;
	});
	const [start = 0, end = 0] = shown.value.split("/").map(Number);
	// Subscribes: render again when chunks were loaded or measured.
	text.version.value;
	scroll.measured.value;
	useEffect(() => text.request(start, end));
	useSignalEffect(() => {
		const { value } = target;
		if (value === undefined) return;
		pending.current = value;
		words.value = value.words;
		scroll.goTo(value.chunk, 0);
	});
	useLayoutEffect(() => {
		scroll.afterRender();
		const place = pending.current;
		const box = scroller.current;
		const found = box?.querySelector(`[data-chunk="${place?.chunk}"]`);
		const chunk = place && text.chunk(place.chunk);
		if (place === undefined || box === null || !found || chunk === undefined) return;
		pending.current = undefined;
		const mark = found.querySelectorAll("mark")[countMarksBefore(chunk.text, place)];
		const below = mark && mark.getBoundingClientRect().top - found.getBoundingClientRect().top;
		scroll.goTo(place.chunk, below === undefined ? 0 : below - box.clientHeight / 3);
		box.focus({ preventScroll: true });
		box.scrollIntoView({ block: "nearest" });
	});
	const indexes = Array.from({ length: end - start }, (_, index) => start + index);
	const foundChunk = target.value?.chunk;
	return (
		<>
			<section
				ref={scroller}
				class="text"
				aria-label={documentWords.textBox}
				{...FOCUSABLE}
				onScroll={scroll.onScroll}
			>
				<div style={{ height: `${layout.height}px` }}>
					<ol class="text__chunks" style={{ transform: `translateY(${layout.topOf(start)}px)` }}>
						{indexes.map((index) => (
							<ChunkView
								key={index}
								index={index}
								count={facts.chunks}
								chunk={text.chunk(index)}
								words={words.value}
								isFound={index === foundChunk}
								estimatedHeight={estimatedHeight}
							/>
						))}
					</ol>
				</div>
			</section>
			<TextStatus text={text} chunk={scroll.firstInSight} count={facts.chunks} />
		</>
	);
}

/** Pixels of a chunk that is not rendered yet, close enough that the scroll bar does not jump. */
function estimateChunkHeight({ chunks, words }: DocumentFacts): number {
	return HEAD_PX + LINE_PX * Math.ceil(words / Math.max(1, chunks) / WORDS_PER_LINE);
}

/** A scroll box must be focusable, so that the keyboard can scroll it (WCAG 2.1.1). */
const FOCUSABLE = { tabIndex: 0 };

interface TextStatusProps {
	readonly text: DocumentText;
	readonly chunk: ReadonlySignal<number>;
	readonly count: number;
}

/** The current place in the text, or why it could not be loaded. */
function TextStatus({ text, chunk, count }: TextStatusProps) {
	const { failure, version } = text;
	if (failure.value !== undefined)
		return (
			<p class="text__standing" role="alert">
				{documentWords.textFailed(failure.value)}{" "}
				<button type="button" class="button" onClick={() => text.retry()}>
					{documentWords.tryAgain}
				</button>
			</p>
		);
	version.value;
	const place = placeText(text.chunk(chunk.value)?.place ?? {});
	return (
		<p class="text__standing">
			{documentWords.chunkOf(chunk.value + 1, count)}
			{place !== "" && ` · ${place}`}
		</p>
	);
}
