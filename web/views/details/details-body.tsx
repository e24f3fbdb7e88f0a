import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { plainFacts } from "../../models/details/document-facts.ts";
import { statusOf } from "../../models/list/file-status.ts";
import { recordingStep } from "../../models/list/recording-step.ts";
import { useApp } from "../app-context.ts";
import type { DocumentView } from "../document/document-view.tsx";
import { formatBytes, formatDuration, formatMoment, formatPercent } from "../format.ts";
import type { RecordingView } from "../recording/recording-view.tsx";
import { DetailsActions } from "./details-actions.tsx";
import { FactsTable } from "./facts-table.tsx";
import { FilePicture } from "./file-picture.tsx";
import { QualityGauges } from "./quality-gauges.tsx";
import { RawGroups } from "./raw-groups.tsx";
import "./details-body.css";

/** Everything about one file: what the stream says of it, live, and the facts that were found in it. */
export function DetailsBody({ n }: { n: number }) {
	const { session, selection } = useApp();
	const view = useMemo(() => session.watch(n), [n, session]);
	useEffect(() => () => session.release(n), [n, session]);
	const isDone = useComputed(() => view.value?.record.state === "completed");
	const loaded = selection.loaded.value;
	const file = view.value;
	if (file === undefined) return null;
	const { record } = file;
	const status = statusOf(file);
	const facts = loaded.state === "there" ? loaded.details.facts : null;
	return (
		<article class="details">
			<FilePicture record={record} />
			<h2 id="panel-title" class="details__name">
				{record.name}
			</h2>
			<p class="details__about">{aboutOf(record, facts)}</p>
			<p class={`details__state details__state--${status.tone}`}>
				{recordingStep(record) ?? status.label}
				{record.state !== "completed" && record.progress > 0 && ` · ${formatPercent(record.progress)}`}
				{status.detail && <span class="details__why">{status.detail}</span>}
			</p>
			<DetailsActions file={file} details={loaded.state === "there" ? loaded.details : undefined} />
			{loaded.state === "failed" && <p class="details__state details__state--bad">{loaded.detail}</p>}
			{facts === null && record.kind === "document" && <Document record={record} facts={null} />}
			{facts !== null && (
				<>
					<Warnings warnings={facts.warnings} />
					{isDone.value && (facts.kind === "video" || facts.kind === "audio") && (
						<Recording n={n} facts={facts} />
					)}
					{facts.kind === "document" && <Document record={record} facts={facts} />}
					<FactsTable facts={plainFacts(facts)} />
					<QualityGauges quality={facts.quality} />
					<RawGroups groups={facts.groups} fields={facts.fields} />
					<p class="details__read">{readOf(record, facts)}</p>
				</>
			)}
			{facts === null && loaded.state !== "failed" && (
				<p class="details__wait">
					{isDone.value ? "Reading its facts…" : "Its facts appear here as soon as it is developed."}
				</p>
			)}
		</article>
	);
}

/** The player, the words and the map of a recording: loaded with the first one that is opened. */
function Recording({ n, facts }: { n: number; facts: Facts }) {
	const view = useSignal<typeof RecordingView | undefined>(undefined);
	useEffect(() => {
		void import("../recording/recording-view.tsx").then((loaded) => {
			view.value = loaded.RecordingView;
		});
	}, [view]);
	const View = view.value;
	return View === undefined ? null : <View n={n} facts={facts} />;
}

/** The stages and the text of a document: loaded with the first one that is opened. */
function Document({ record, facts }: { record: FileRecord; facts: Facts | null }) {
	const view = useSignal<typeof DocumentView | undefined>(undefined);
	useEffect(() => {
		void import("../document/document-view.tsx").then((loaded) => {
			view.value = loaded.DocumentView;
		});
	}, [view]);
	const View = view.value;
	return View === undefined ? null : <View record={record} facts={facts} />;
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
	if (warnings.length === 0) return null;
	return (
		<section class="details__warnings" aria-label="Worth knowing">
			<ul>
				{warnings.map((warning) => (
					<li key={warning}>{warning}</li>
				))}
			</ul>
		</section>
	);
}

function aboutOf(record: FileRecord, facts: Facts | null): string {
	// Of a page that is only about something there are no bytes to count.
	const size = record.host !== undefined && record.size === 0 ? undefined : formatBytes(record.size);
	const parts = [facts?.format.label ?? record.mime, size, record.path];
	return parts.filter((part) => part !== undefined).join(" · ");
}

function readOf(record: FileRecord, facts: Facts): string {
	const took = record.took === undefined ? "" : ` in ${formatDuration(record.took)}`;
	const reads = facts.read.requests === 1 ? "one read" : `${facts.read.requests} reads`;
	return `Developed${took}, ${formatMoment(record.at)}: ${formatBytes(facts.read.bytes)} of ${formatBytes(record.size)} in ${reads}.`;
}
