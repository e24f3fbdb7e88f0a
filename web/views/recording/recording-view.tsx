import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { captionsAddress, originalAddress } from "../../models/details/file-urls.ts";
import { momentOf, Transcript } from "../../models/details/transcript.ts";
import type { FoundPlace } from "../../models/search/found-place.ts";
import { useApp } from "../app-context.ts";
import { MindMapView } from "./mind-map-view.tsx";
import { TranscriptView } from "./transcript-view.tsx";
import "./recording-view.css";

/** A recording to play, what is said in it, and a map of that: each leads to its moment. Loaded with the first one. */
export function RecordingView({ n, facts }: { n: number; facts: Facts }) {
	const { readChunks, selection } = useApp();
	const player = useRef<HTMLVideoElement>(null);
	const isSilent = useSignal(false);
	const transcript = useMemo(() => new Transcript(readChunks), [readChunks]);
	const hasWords = facts.summary.some(({ name }) => name === "transcript");
	useEffect(() => {
		if (hasWords) void transcript.load(n);
	}, [n, hasWords, transcript]);
	// What was found is shown once: then the person goes on from there.
	const shown = useRef<FoundPlace | undefined>(undefined);
	useSignalEffect(() => {
		const found = selection.found.value;
		const lines = transcript.lines.value;
		if (found === undefined || found === shown.current) return;
		const moment = momentOf(lines, found);
		if (moment === undefined) return;
		shown.current = found;
		if (player.current !== null) player.current.currentTime = moment;
		transcript.playsAt(moment);
	});
	const jump = (seconds: number) => {
		const { current } = player;
		transcript.playsAt(seconds);
		if (current === null || isSilent.value) return;
		current.currentTime = seconds;
		void current.play().catch(() => {});
	};
	return (
		<>
			{isSilent.value ? (
				<p class="recording__silent">
					This browser cannot play {facts.format.label}. <a href={originalAddress(n)}>Save the file</a> to
					play it elsewhere.
				</p>
			) : (
				<video
					ref={player}
					class={`recording__player recording__player--${facts.kind}`}
					controls
					playsInline
					preload="metadata"
					src={originalAddress(n)}
					onTimeUpdate={(event) => transcript.playsAt(event.currentTarget.currentTime)}
					onError={() => {
						isSilent.value = true;
					}}
				>
					<track kind="captions" label="Captions" src={hasWords ? captionsAddress(n) : undefined} />
				</video>
			)}
			<TranscriptView transcript={transcript} found={selection.found.value} jump={jump} />
			{facts.mindMap !== undefined && <MindMapView n={n} map={facts.mindMap} jump={jump} />}
		</>
	);
}
