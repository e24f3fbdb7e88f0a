import { signal } from "@preact/signals";
import { render } from "preact";
import type { SessionModel } from "./models/session/session-model.ts";
import { HistoryDialog } from "./views/history/history-dialog.tsx";

/** What the history of uploads needs of the app. */
export interface OpenHistoryDeps {
	readonly session: SessionModel;
	/** Looks in one upload only. */
	searchIn(key: string): void;
}

const isOpen = signal(false);
let isThere = false;

/** Opens the history of uploads. Loaded with the first press. */
export function openHistory({ session, searchIn }: OpenHistoryDeps): void {
	if (!isThere) {
		isThere = true;
		const root = document.body.appendChild(document.createElement("div"));
		render(<HistoryDialog session={session} isOpen={isOpen} searchIn={searchIn} />, root);
	}
	isOpen.value = true;
}
