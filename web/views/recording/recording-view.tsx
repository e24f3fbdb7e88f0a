import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { captionsUrl, originalUrl } from "../../models/details/file-urls.ts";
import { foundTime, Transcript } from "../../models/details/transcript.ts";
import type { FoundPlace } from "../../models/search/found-place.ts";
import { recordingWords } from "../../words/en/details/recording.ts";
import { useApp } from "../app-context.ts";
import { MindMapView } from "./mind-map-view.tsx";
import { TranscriptView } from "./transcript-view.tsx";
import "./recording-view.css";

/** A recording: its player, its transcript and its mind map, which both seek the player. Loaded with the first recording opened. */
export function RecordingView({ n, facts }: { n: number; facts: Facts }) {
	const { readChunks, selection } = useApp();
	const player = useRef<HTMLVideoElement>(null);
	const isUnplayable = useSignal(false);
	const transcript = useMemo(() => new Transcript(readChunks), [readChunks]);
	const hasTranscript = facts.summary.some(({ name }) => name === "transcript");
	useEffect(() => {
		if (hasTranscript) void transcript.load(n);
	}, [n, hasTranscript, transcript]);
	// A search result seeks the player once; after that the user may play any part.
	const shown = useRef<FoundPlace | undefined>(undefined);
	useSignalEffect(() => {
		const found = selection.found.value;
		const lines = transcript.lines.value;
		if (found === undefined || found === shown.current) return;
		const time = foundTime(lines, found);
		if (time === undefined) return;
		shown.current = found;
		if (player.current !== null) player.current.currentTime = time;
		transcript.setTime(time);
	});
	const seek = (seconds: number) => {
		const { current } = player;
		transcript.setTime(seconds);
		if (current === null || isUnplayable.value) return;
		current.currentTime = seconds;
		void current.play().catch(() => {});
	};
	return (
		<>
			{isUnplayable.value ? (
				<p class="recording__silent">
					{recordingWords.cannotPlay(facts.format.label)}{" "}
					<a href={originalUrl(n)}>{recordingWords.download}</a> {recordingWords.toPlayElsewhere}
				</p>
			) : (
				<video
					ref={player}
					class={`recording__player recording__player--${facts.kind}`}
					controls
					playsInline
					preload="metadata"
					src={originalUrl(n)}
					onTimeUpdate={(event) => transcript.setTime(event.currentTarget.currentTime)}
					onError={() => {
						isUnplayable.value = true;
					}}
				>
					<track
						kind="captions"
						label={recordingWords.captions}
						src={hasTranscript ? captionsUrl(n) : undefined}
					/>
				</video>
			)}
			<TranscriptView transcript={transcript} found={selection.found.value} seek={seek} />
			{facts.mindMap !== undefined && <MindMapView n={n} map={facts.mindMap} seek={seek} />}
		</>
	);
}
