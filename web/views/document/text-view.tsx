import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { ChunkLayout } from "../../models/details/chunk-layout.ts";
import type { DocumentFacts } from "../../models/details/document-facts.ts";
import type { DocumentText } from "../../models/details/document-text.ts";
import { type FoundPlace, marksBefore } from "../../models/search/found-place.ts";
import { placeText } from "../details/place-text.ts";
import { formatCount } from "../format.ts";
import { ChunkView } from "./chunk-view.tsx";
import { guessedHeight } from "./guessed-height.ts";
import { useTextScroll } from "./text-scroll.ts";
import "./text-view.css";

/** Pixels above and below the visible part in which chunks are kept ready. */
const SPARE = 600;

/** A place in the text that the reader is to show, and what was looked for there. */
export type Wanted = Pick<FoundPlace, "chunk" | "words" | "excerpt">;

interface TextViewProps {
	readonly text: DocumentText;
	readonly told: DocumentFacts;
	readonly wanted: ReadonlySignal<Wanted | undefined>;
}

/** The text of a document over a scrolling of its own: of a thousand pages some ten chunks have elements. */
export function TextView({ text, told, wanted }: TextViewProps) {
	const scroller = useRef<HTMLElement>(null);
	const layout = useMemo(() => new ChunkLayout(told.chunks, guessedHeight(told)), [told]);
	const scroll = useTextScroll(scroller, layout);
	/** The place that was asked for and could not be shown yet. */
	const pending = useRef<Wanted | undefined>(undefined);
	const words = useSignal<readonly string[]>([]);
	const shown = useComputed(() => {
		const { top, height, measured } = scroll;
		measured.value;
		const start = layout.indexAt(top.value - SPARE);
		return `${start}/${layout.indexAt(top.value + height.value + SPARE) + 1}`;
	});
	const [start = 0, end = 0] = shown.value.split("/").map(Number);
	// Whatever comes, and wherever it is put, is looked at.
	text.version.value;
	scroll.measured.value;
	useEffect(() => text.want(start, end));
	useSignalEffect(() => {
		const { value } = wanted;
		if (value === undefined) return;
		pending.current = value;
		words.value = value.words;
		scroll.goTo(value.chunk, 0);
	});
	useLayoutEffect(() => {
		scroll.settle();
		const place = pending.current;
		const box = scroller.current;
		const found = box?.querySelector(`[data-chunk="${place?.chunk}"]`);
		const chunk = place && text.chunk(place.chunk);
		if (place === undefined || box === null || !found || chunk === undefined) return;
		pending.current = undefined;
		const mark = found.querySelectorAll("mark")[marksBefore(chunk.text, place)];
		const below = mark && mark.getBoundingClientRect().top - found.getBoundingClientRect().top;
		scroll.goTo(place.chunk, below === undefined ? 0 : below - box.clientHeight / 3);
		box.focus({ preventScroll: true });
		box.scrollIntoView({ block: "nearest" });
	});
	const indexes = Array.from({ length: end - start }, (_, index) => start + index);
	const target = wanted.value?.chunk;
	return (
		<>
			<section
				ref={scroller}
				class="text"
				aria-label="Text of the document"
				{...FOCUSABLE}
				onScroll={scroll.follow}
			>
				<div style={{ height: `${layout.height}px` }}>
					<ol class="text__chunks" style={{ transform: `translateY(${layout.topOf(start)}px)` }}>
						{indexes.map((index) => (
							<ChunkView
								key={index}
								index={index}
								count={told.chunks}
								chunk={text.chunk(index)}
								words={words.value}
								isFound={index === target}
								guess={guessedHeight(told)}
							/>
						))}
					</ol>
				</div>
			</section>
			<TextStanding text={text} chunk={scroll.first} count={told.chunks} />
		</>
	);
}

/** A text that scrolls has to be reached by the keyboard. */
const FOCUSABLE = { tabIndex: 0 };

interface StandingProps {
	readonly text: DocumentText;
	readonly chunk: ReadonlySignal<number>;
	readonly count: number;
}

/** Where the reader is, or why the text is not here. */
function TextStanding({ text, chunk, count }: StandingProps) {
	const { failure, version } = text;
	if (failure.value !== undefined)
		return (
			<p class="text__standing" role="alert">
				The text could not be read. {failure.value}{" "}
				<button type="button" class="button" onClick={() => text.again()}>
					Try again
				</button>
			</p>
		);
	version.value;
	const place = placeText(text.chunk(chunk.value)?.place ?? {});
	return (
		<p class="text__standing">
			{`Chunk ${formatCount(chunk.value + 1)} of ${formatCount(count)}`}
			{place !== "" && ` · ${place}`}
		</p>
	);
}
