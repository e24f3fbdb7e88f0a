import type { GuestPage } from "../../models/session/guest-page.ts";
import { sharedWords } from "../../words/en/shared.ts";
import { OverallProgress } from "../header/overall-progress.tsx";
import { Wordmark } from "../header/wordmark.tsx";
import { ConnectionBadge } from "../settings/connection-badge.tsx";
import { SharedList } from "./shared-list.tsx";
import { SharedPanel } from "./shared-panel.tsx";
import "../app.css";
import "./shared-view.css";

/** A batch as a guest sees it: somebody with a link to it. */
export function SharedView({ guest }: { guest: GuestPage }) {
	const { session, connection, hasEnded } = guest;
	return (
		<>
			<header class="bar">
				<Wordmark isWorking={session.isWorking} />
				<div class="bar__end">{!hasEnded.value && <ConnectionBadge connection={connection} />}</div>
			</header>
			<main class="page">
				{hasEnded.value ? (
					<LinkEnded />
				) : session.isConfirmed.value ? (
					<Batch guest={guest} />
				) : (
					<p class="page__wait">{sharedWords.loading}</p>
				)}
			</main>
			<SharedPanel guest={guest} />
		</>
	);
}

/** The link expired or was revoked. Guests do not learn which. */
function LinkEnded() {
	return (
		<div class="shared-over">
			<h2>{sharedWords.overTitle}</h2>
			<p>{sharedWords.overText}</p>
		</div>
	);
}

function Batch({ guest }: { guest: GuestPage }) {
	// A guest's session holds one batch, so the progress of the session is that of the batch.
	const { overview, hasFiles } = guest.session;
	if (!hasFiles.value) return <p class="page__wait">{sharedWords.noFiles}</p>;
	return (
		<>
			<OverallProgress overview={overview} note={sharedWords.viewOnly} unloaded={guest.details.unloaded} />
			<SharedList guest={guest} />
		</>
	);
}
