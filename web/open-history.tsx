import { signal } from "@preact/signals";
import { render } from "preact";
import type { SessionModel } from "./models/session/session-model.ts";
import { HistoryDialog } from "./views/history/history-dialog.tsx";

/** Dependencies of the upload history. */
export interface OpenHistoryDeps {
	readonly session: SessionModel;
	/** Opens the search within one upload. */
	searchIn(key: string): void;
}

const isOpen = signal(false);
let isRendered = false;

/** Opens the upload history. Loaded on first use. */
export function openHistory({ session, searchIn }: OpenHistoryDeps): void {
	if (!isRendered) {
		isRendered = true;
		const root = document.body.appendChild(document.createElement("div"));
		render(<HistoryDialog session={session} isOpen={isOpen} searchIn={searchIn} />, root);
	}
	isOpen.value = true;
}
