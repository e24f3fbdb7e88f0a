import { useComputed } from "@preact/signals";
import { useApp } from "./app-context.ts";
import { ConnectionBadge } from "./connection-badge.tsx";
import { DropTarget } from "./drop-target.tsx";
import { EmptyState } from "./empty-state.tsx";
import { FileListView } from "./file-list-view.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { ForgetButton } from "./forget-button.tsx";
import { Late } from "./late.tsx";
import { LinkButton } from "./link-button.tsx";
import { LiveRegion } from "./live-region.tsx";
import { NoticeBar } from "./notice-bar.tsx";
import { Overall } from "./overall.tsx";
import { PartialUploads } from "./partial-uploads.tsx";
import { PickButtons } from "./pick-buttons.tsx";
import { Pickers } from "./pickers.tsx";
import { SearchButton } from "./search-button.tsx";
import { SettingsButton } from "./settings-button.tsx";
import { Wordmark } from "./wordmark.tsx";
import "./app.css";

const loadQuestion = async () => (await import("./ask-dialog.tsx")).AskDialog;
const loadDetails = async () => (await import("./details-panel.tsx")).DetailsPanel;
const loadWanted = async () => (await import("./wanted-bar.tsx")).WantedBar;

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
