import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { timeText } from "../../../src/mind-map/time-text.ts";
import { isOfFound, type SpokenLine, type Transcript } from "../../models/details/transcript.ts";
import type { FoundPlace } from "../../models/search/found-place.ts";
import { marksIn, piecesOf } from "../../models/search/marked-text.ts";
import { MarkedText } from "../details/marked-text.tsx";
import "./transcript-view.css";

/** What is said, line by line: the one that is being said is marked and kept in sight, and each leads to its moment. */
export function TranscriptView({
	transcript,
	found,
	jump,
}: {
	transcript: Transcript;
	found: FoundPlace | undefined;
	jump(seconds: number): void;
}) {
	const list = useRef<HTMLOListElement>(null);
	const lines = transcript.lines.value;
	useSignalEffect(() => {
		// Read first: while there is no list yet, nothing else would make this run again.
		const current = transcript.current.value;
		const line = list.current?.children[current];
		for (const other of list.current?.querySelectorAll("[aria-current]") ?? [])
			other.removeAttribute("aria-current");
		if (!(line instanceof HTMLElement) || list.current === null) return;
		line.setAttribute("aria-current", "true");
		list.current.scrollTop = line.offsetTop - list.current.offsetTop - list.current.clientHeight / 3;
	});
	if (lines.length === 0) return null;
	return (
		<section aria-labelledby="transcript-title">
			<h3 id="transcript-title" class="section-title">
				Transcript
			</h3>
			<ol ref={list} class="transcript">
				{lines.map((line, index) => (
					<li key={`${index}:${line.start}`} class="transcript__line">
						<button type="button" class="transcript__button" onClick={() => jump(line.start)}>
							<span class="transcript__time">{timeText(line.start)}</span>
							<span>
								<Words line={line} found={found} />
							</span>
						</button>
					</li>
				))}
			</ol>
		</section>
	);
}

/** The words of a line; what was looked for is marked where it was found. */
function Words({ line, found }: { line: SpokenLine; found: FoundPlace | undefined }) {
	if (found === undefined || !isOfFound(line, found)) return line.text;
	return <MarkedText pieces={piecesOf(line.text, marksIn(line.text, found.words))} />;
}
