import { useComputed } from "@preact/signals";
import { useApp } from "./app-context.ts";
import { LiveRegion } from "./dialogs/live-region.tsx";
import { NoticeBar } from "./dialogs/notice-bar.tsx";
import { FilterChips } from "./header/filter-chips.tsx";
import { ForgetButton } from "./header/forget-button.tsx";
import { LinkButton } from "./header/link-button.tsx";
import { Overall } from "./header/overall.tsx";
import { SearchButton } from "./header/search-button.tsx";
import { Wordmark } from "./header/wordmark.tsx";
import { DropTarget } from "./intake/drop-target.tsx";
import { EmptyState } from "./intake/empty-state.tsx";
import { PartialUploads } from "./intake/partial-uploads.tsx";
import { PickButtons } from "./intake/pick-buttons.tsx";
import { Pickers } from "./intake/pickers.tsx";
import { Late } from "./lazy.tsx";
import { FileListView } from "./list/file-list-view.tsx";
import { ConnectionBadge } from "./settings/connection-badge.tsx";
import { SettingsButton } from "./settings/settings-button.tsx";
import "./app.css";

const loadQuestion = async () => (await import("./dialogs/confirm-dialog.tsx")).AskDialog;
const loadDetails = async () => (await import("./details/details-panel.tsx")).DetailsPanel;
const loadWanted = async () => (await import("./intake/wanted-bar.tsx")).WantedBar;

/** The page, top to bottom. */
export function AppView() {
	const { connection, session, selection, questions } = useApp();
	const isOpen = useComputed(() => selection.open.value !== undefined);
	const isAsking = useComputed(() => questions.open.value !== undefined);
	return (
		<DropTarget>
			<header class="bar">
				<Wordmark isWorking={session.isWorking} />
				<div class="bar__end">
					<ConnectionBadge connection={connection} />
					<SearchButton />
					<ForgetButton />
					<SettingsButton />
				</div>
			</header>
			<main class="page">
				<Pickers>
					<PartialUploads />
					<Body />
				</Pickers>
			</main>
			<NoticeBar />
			<Late wanted={isOpen} load={loadDetails} />
			<Late wanted={isAsking} load={loadQuestion} />
			<LiveRegion />
		</DropTarget>
	);
}

/** Either the invitation, or the list and everything around it. */
function Body() {
	const { session } = useApp();
	const hasWanted = useComputed(() => session.counts.value.wanted > 0);
	if (!session.hasFiles.value)
		return session.known.value ? <EmptyState /> : <p class="page__wait">Reading your list…</p>;
	return (
		<>
			<Overall />
			<Late wanted={hasWanted} load={loadWanted} />
			<div class="tools">
				<FilterChips />
				<div class="tools__actions">
					<PickButtons verb="Add" />
					<LinkButton verb="Add" />
				</div>
			</div>
			<FileListView />
		</>
	);
}
