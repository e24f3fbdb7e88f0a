import type { DisplayChunk } from "../../models/details/document-text.ts";
import { findMarks, splitAtMarks } from "../../models/search/marked-text.ts";
import { documentWords } from "../../words/en/details/document.ts";
import { MarkedText } from "../widgets/marked-text.tsx";
import { placeText } from "../widgets/place-text.ts";

interface ChunkViewProps {
	readonly index: number;
	readonly count: number;
	/** Absent until it is loaded. */
	readonly chunk: DisplayChunk | undefined;
	/** The words that were searched for. */
	readonly words: readonly string[];
	readonly isFound: boolean;
	/** Pixels to reserve until it is loaded. */
	readonly estimatedHeight: number;
}

/** One chunk of a text, with its place. The part that it repeats of the previous chunk is dimmed. */
export function ChunkView({ index, count, chunk, words, isFound, estimatedHeight }: ChunkViewProps) {
	const place = placeText(chunk?.place ?? {});
	const text = chunk?.text ?? "";
	const repeated = chunk?.repeated ?? 0;
	return (
		<li
			class={isFound ? "chunk chunk--found" : "chunk"}
			data-chunk={index}
			aria-setsize={count}
			aria-posinset={index + 1}
			aria-current={isFound ? "location" : undefined}
			aria-busy={chunk === undefined}
			style={chunk === undefined ? { minHeight: `${estimatedHeight}px` } : { minHeight: "0" }}
		>
			<p class="chunk__head">
				<span class="chunk__place">{place}</span>
				<span>
					{documentWords.chunk(index + 1)}
					{chunk !== undefined && ` · ${documentWords.tokens(chunk.tokens)}`}
				</span>
			</p>
			<p class="chunk__text" dir="auto">
				{repeated > 0 && (
					<span class="chunk__repeated">
						<MarkedWords text={text.slice(0, repeated)} words={words} />
					</span>
				)}
				<MarkedWords text={text.slice(repeated).trimEnd()} words={words} />
			</p>
		</li>
	);
}

function MarkedWords({ text, words }: { text: string; words: readonly string[] }) {
	return <MarkedText pieces={splitAtMarks(text, findMarks(text, words))} />;
}
