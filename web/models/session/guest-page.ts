import type { ReadonlySignal } from "@preact/signals";
import type { Selection } from "../details/selection.ts";
import type { Connection } from "./connection.ts";
import type { SessionModel } from "./session-model.ts";
import type { VisibleDetails } from "./visible-details.ts";

/** What the views of a shared batch are given. */
export interface GuestPage {
	readonly session: SessionModel;
	readonly connection: Connection;
	readonly selection: Selection;
	/** Whether the link has expired or was revoked. */
	readonly hasEnded: ReadonlySignal<boolean>;
	/** Loads the details of the visible files only. */
	readonly details: VisibleDetails;
	/** The URL of a file's thumbnail; `undefined` if it has none. */
	pictureUrl(n: number): Promise<string | undefined>;
	maySaveOriginal(n: number): Promise<boolean>;
	/** Downloads a file. Resolves to whether the bytes arrived. */
	save(n: number): Promise<boolean>;
}
