import { useComputed } from "@preact/signals";
import type { Guest } from "../../models/session/guest.ts";
import { formatPercent } from "../format.ts";
import { bytesOf, stagesOf, titleOf } from "../header/overall-words.ts";
import { Wordmark } from "../header/wordmark.tsx";
import { ProgressBar } from "../list/progress-bar.tsx";
import { ConnectionBadge } from "../settings/connection-badge.tsx";
import { formatPace } from "../time-left.ts";
import { SharedList } from "./shared-list.tsx";
import { SharedPanel } from "./shared-panel.tsx";
import "../app.css";
import "../header/overall.css";
import "./shared-view.css";

/** One batch as somebody sees it who was given a link. */
export function SharedView({ guest }: { guest: Guest }) {
	const { session, connection, isOver } = guest;
	return (
		<>
			<header class="bar">
				<Wordmark isWorking={session.isWorking} />
				<div class="bar__end">{!isOver.value && <ConnectionBadge connection={connection} />}</div>
			</header>
			<main class="page">
				{isOver.value ? (
					<Over />
				) : session.known.value ? (
					<Batch guest={guest} />
				) : (
					<p class="page__wait">Asking…</p>
				)}
			</main>
			<SharedPanel guest={guest} />
		</>
	);
}

/** The link has expired, or was taken back: which of the two, nobody tells. */
function Over() {
	return (
		<div class="shared-over">
			<h2>This link shows nothing any more</h2>
			<p>It has expired, or was taken back. Ask whoever gave it to you for another.</p>
		</div>
	);
}

function Batch({ guest }: { guest: Guest }) {
	const { session } = guest;
	// A guest sees one batch, so the whole is that batch.
	const { overview, hasFiles } = session;
	const percent = useComputed(() => formatPercent(overview.value.percent));
	const title = useComputed(() => titleOf(overview.value));
	const bytes = useComputed(() => {
		const { stored, bytes } = overview.value;
		const unlisted = guest.details.unlisted.value;
		return bytesOf({ stored: stored + unlisted.stored, bytes: bytes + unlisted.bytes });
	});
	const stages = useComputed(() => stagesOf(overview.value));
	const pace = useComputed(() => formatPace(overview.value.pace, "all"));
	if (!hasFiles.value) return <p class="page__wait">There are no files here yet.</p>;
	return (
		<>
			<section class="overall" aria-labelledby="overall-title">
				<p class="shared-note">Shared with you to look at</p>
				<div class="overall__head">
					<h2 id="overall-title" class="overall__title">
						{title}
					</h2>
					<p class="overall__percent">{percent}</p>
				</div>
				<ProgressBar overview={overview} labelledBy="overall-title" />
				<div class="overall__foot">
					<p class="overall__facts">
						<span>{bytes}</span>
						<span>{stages}</span>
						<span class="overall__pace">{pace}</span>
					</p>
				</div>
			</section>
			<SharedList guest={guest} />
		</>
	);
}
