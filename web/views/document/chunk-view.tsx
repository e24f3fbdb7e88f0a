import type { ReadChunk } from "../../models/details/document-text.ts";
import { marksIn, piecesOf } from "../../models/search/marked-text.ts";
import { MarkedText } from "../details/marked-text.tsx";
import { placeText } from "../details/place-text.ts";
import { formatCount } from "../format.ts";

interface ChunkViewProps {
	readonly index: number;
	readonly count: number;
	/** Absent while it is on its way. */
	readonly chunk: ReadChunk | undefined;
	/** What was looked for. */
	readonly words: readonly string[];
	readonly isFound: boolean;
	/** Pixels that it is held free until it is here. */
	readonly guess: number;
}

/** One chunk of a text, with its place. What it repeats of the one before it is dimmed. */
export function ChunkView({ index, count, chunk, words, isFound, guess }: ChunkViewProps) {
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
			style={chunk === undefined ? { minHeight: `${guess}px` } : { minHeight: "0" }}
		>
			<p class="chunk__head">
				<span class="chunk__place">{place}</span>
				<span>
					{`Chunk ${formatCount(index + 1)}`}
					{chunk !== undefined && ` · ${formatCount(chunk.tokens)} tokens`}
				</span>
			</p>
			<p class="chunk__text" dir="auto">
				{repeated > 0 && (
					<span class="chunk__repeated">
						<Words text={text.slice(0, repeated)} words={words} />
					</span>
				)}
				<Words text={text.slice(repeated).trimEnd()} words={words} />
			</p>
		</li>
	);
}

function Words({ text, words }: { text: string; words: readonly string[] }) {
	return <MarkedText pieces={piecesOf(text, marksIn(text, words))} />;
}
