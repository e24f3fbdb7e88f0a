import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { timeText } from "../../../src/mind-map/time-text.ts";
import { isFoundLine, type SpokenLine, type Transcript } from "../../models/details/transcript.ts";
import type { FoundPlace } from "../../models/search/found-place.ts";
import { findMarks, splitAtMarks } from "../../models/search/marked-text.ts";
import { recordingWords } from "../../words/en/details/recording.ts";
import { MarkedText } from "../widgets/marked-text.tsx";
import "./transcript-view.css";

/** The transcript, line by line. The current line is marked and kept in sight; a click on a line seeks to it. */
export function TranscriptView({
	transcript,
	found,
	seek,
}: {
	transcript: Transcript;
	found: FoundPlace | undefined;
	seek(seconds: number): void;
}) {
	const list = useRef<HTMLOListElement>(null);
	const lines = transcript.lines.value;
	useSignalEffect(() => {
		// Read before any return: without this subscription the effect would not run again once the list exists.
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
				{recordingWords.transcript}
			</h3>
			<ol ref={list} class="transcript">
				{lines.map((line, index) => (
					<li key={`${index}:${line.start}`} class="transcript__line">
						<button type="button" class="transcript__button" onClick={() => seek(line.start)}>
							<span class="transcript__time">{timeText(line.start)}</span>
							<span>
								<LineText line={line} found={found} />
							</span>
						</button>
					</li>
				))}
			</ol>
		</section>
	);
}

/** The text of a line, with marked words if a search found it here. */
function LineText({ line, found }: { line: SpokenLine; found: FoundPlace | undefined }) {
	if (found === undefined || !isFoundLine(line, found)) return line.text;
	return <MarkedText pieces={splitAtMarks(line.text, findMarks(line.text, found.words))} />;
}
