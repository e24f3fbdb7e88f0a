import { useApp } from "./app-context.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { ConnectionBadge } from "./connection-badge.tsx";
import { DetailsPanel } from "./details-panel.tsx";
import { DropTarget } from "./drop-target.tsx";
import { EmptyState } from "./empty-state.tsx";
import { FileListView } from "./file-list-view.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { ForgetButton } from "./forget-button.tsx";
import { LinkButton, LinkEntry } from "./link-button.tsx";
import { LiveRegion } from "./live-region.tsx";
import { NoticeBar } from "./notice-bar.tsx";
import { Overall } from "./overall.tsx";
import { PartialUploads } from "./partial-uploads.tsx";
import { PickButtons } from "./pick-buttons.tsx";
import { Pickers } from "./pickers.tsx";
import { SearchButton } from "./search-button.tsx";
import { SettingsButton } from "./settings-button.tsx";
import { WantedBar } from "./wanted-bar.tsx";
import { Wordmark } from "./wordmark.tsx";
import "./app.css";

/** The page, top to bottom. */
export function AppView() {
	const { connection, session } = useApp();
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
			<DetailsPanel />
			<AskDialog />
			<LinkEntry />
			<LiveRegion />
		</DropTarget>
	);
}

/** Either the invitation, or the list and everything around it. */
function Body() {
	const { session } = useApp();
	if (!session.hasFiles.value)
		return session.known.value ? <EmptyState /> : <p class="page__wait">Reading your list…</p>;
	return (
		<>
			<Overall />
			<WantedBar />
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
