import type { ComponentChildren } from "preact";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { tableFacts } from "../../models/details/document-facts.ts";
import type { LoadedDetails } from "../../models/details/selection.ts";
import type { FileView } from "../../models/files/file-group.ts";
import { fileStatus } from "../../models/list/file-status.ts";
import { recordingStep } from "../../models/list/recording-step.ts";
import { detailWords } from "../../words/en/details/details.ts";
import { formatBytes, formatPercent } from "../../words/en/format.ts";
import { FactsTable } from "./facts-table.tsx";
import { FilePicture } from "./file-picture.tsx";
import { QualityGauges } from "./quality-gauges.tsx";
import { RawGroups } from "./raw-groups.tsx";
import "./file-details.css";

interface FileDetailsProps {
	readonly file: FileView;
	readonly loaded: LoadedDetails;
	readonly actions: ComponentChildren;
	/** The document or recording itself. A document shows its summary, keywords and links here, not in the table. */
	readonly content?: ComponentChildren;
	/** Loads the picture where its URL alone is not enough: a guest's requests need the link's token. */
	readonly fetchPicture?: (n: number) => Promise<string | undefined>;
}

/** Everything about one file, for the owner and for guests: its live state, and the facts found in it. */
export function FileDetails({ file, loaded, actions, content, fetchPicture }: FileDetailsProps) {
	const { record } = file;
	const status = fileStatus(file);
	const facts = loaded.state === "loaded" ? loaded.details.facts : null;
	const isDone = record.state === "completed";
	const willBeRead = !isDone && status.tone !== "bad" && record.state !== "cancelled";
	return (
		<article class="details">
			<FilePicture record={record} fetchPicture={fetchPicture} />
			<h2 id="panel-title" class="details__name">
				{record.name}
			</h2>
			<p class="details__about">{aboutOf(record, facts)}</p>
			<p class={`details__state details__state--${status.tone}`}>
				{recordingStep(record) ?? status.label}
				{!isDone && record.progress > 0 && ` · ${formatPercent(record.progress)}`}
				{status.detail && <span class="details__why">{status.detail}</span>}
			</p>
			{actions}
			{loaded.state === "failed" && <p class="details__state details__state--bad">{loaded.detail}</p>}
			{facts !== null && <Warnings warnings={facts.warnings} />}
			{content}
			{facts !== null && (
				<>
					<FactsTable facts={content === undefined ? facts.summary : tableFacts(facts)} />
					<QualityGauges quality={facts.quality} />
					<RawGroups groups={facts.groups} fields={facts.fields} />
					<p class="details__read">{readOf(record, facts)}</p>
				</>
			)}
			{facts === null && loaded.state !== "failed" && (isDone || willBeRead) && (
				<p class="details__wait">{isDone ? detailWords.loading : detailWords.notYet}</p>
			)}
		</article>
	);
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
	if (warnings.length === 0) return null;
	return (
		<section class="details__warnings" aria-label={detailWords.warnings}>
			<ul>
				{warnings.map((warning) => (
					<li key={warning}>{warning}</li>
				))}
			</ul>
		</section>
	);
}

function aboutOf(record: FileRecord, facts: Facts | null): string {
	// A linked web page may have facts but no bytes of its own.
	const size = record.host !== undefined && record.size === 0 ? undefined : formatBytes(record.size);
	const parts = [facts?.format.label ?? record.mime, size, record.path];
	return parts.filter((part) => part !== undefined).join(" · ");
}

function readOf({ took, at, size }: FileRecord, { read }: Facts): string {
	return detailWords.readIn(took, at, read.bytes, size, read.requests);
}
