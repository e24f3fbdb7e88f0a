import { useComputed } from "@preact/signals";
import { headerWords } from "../words/en/header.ts";
import { intakeWords } from "../words/en/intake.ts";
import { useApp } from "./app-context.ts";
import { LiveRegion } from "./dialogs/live-region.tsx";
import { NoticeBar } from "./dialogs/notice-bar.tsx";
import { DeleteAllButton } from "./header/delete-all-button.tsx";
import { FilterChips } from "./header/filter-chips.tsx";
import { SearchButton } from "./header/search-button.tsx";
import { SessionProgress } from "./header/session-progress.tsx";
import { Wordmark } from "./header/wordmark.tsx";
import { DropTarget } from "./intake/drop-target.tsx";
import { EmptyState } from "./intake/empty-state.tsx";
import { PartialUploads } from "./intake/partial-uploads.tsx";
import { PickButtons } from "./intake/pick-buttons.tsx";
import { Pickers } from "./intake/pickers.tsx";
import { Lazy } from "./lazy.tsx";
import { FileListView } from "./list/file-list-view.tsx";
import { ConnectionBadge } from "./settings/connection-badge.tsx";
import { SettingsButton } from "./settings/settings-button.tsx";
import { LinkButton } from "./widgets/link-button.tsx";
import "./app.css";

const loadConfirm = async () => (await import("./dialogs/confirm-dialog.tsx")).ConfirmDialog;
const loadDetails = async () => (await import("./details/details-panel.tsx")).DetailsPanel;
const loadMissing = async () => (await import("./intake/missing-files-bar.tsx")).MissingFilesBar;

/** The owner's page. */
export function AppView() {
	const { connection, session, selection, confirmations: questions } = useApp();
	const isOpen = useComputed(() => selection.open.value !== undefined);
	const isConfirming = useComputed(() => questions.open.value !== undefined);
	return (
		<DropTarget>
			<header class="bar">
				<Wordmark isWorking={session.isWorking} />
				<div class="bar__end">
					<ConnectionBadge connection={connection} />
					<SearchButton />
					<DeleteAllButton />
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
			<Lazy when={isOpen} load={loadDetails} />
			<Lazy when={isConfirming} load={loadConfirm} />
			<LiveRegion />
		</DropTarget>
	);
}

/** The empty state, or the list with its progress and filters. */
function Body() {
	const { session } = useApp();
	const hasMissing = useComputed(() => session.counts.value.wanted > 0);
	if (!session.hasFiles.value)
		return session.isConfirmed.value ? <EmptyState /> : <p class="page__wait">{headerWords.loading}</p>;
	return (
		<>
			<SessionProgress />
			<Lazy when={hasMissing} load={loadMissing} />
			<div class="tools">
				<FilterChips />
				<div class="tools__actions">
					<PickButtons labels={intakeWords.add} />
					<LinkButton label={intakeWords.add.links} />
				</div>
			</div>
			<FileListView />
		</>
	);
}
