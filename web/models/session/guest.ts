import type { ReadonlySignal } from "@preact/signals";
import type { Selection } from "../details/selection.ts";
import type { Connection } from "./connection.ts";
import type { SessionModel } from "./session-model.ts";
import type { DetailsInSight } from "./visible-details.ts";

/** Everything that the views of somebody who looks at a batch are given. */
export interface Guest {
	readonly session: SessionModel;
	readonly connection: Connection;
	readonly selection: Selection;
	/** The link no longer holds: it has expired, or was taken back. */
	readonly isOver: ReadonlySignal<boolean>;
	/** The files that are looked at; details come for them alone. */
	readonly details: DetailsInSight;
	/** The address of a file's small picture; `undefined` when it has none. */
	picture(n: number): Promise<string | undefined>;
	mayHaveOriginal(n: number): Promise<boolean>;
	/** Saves a file's bytes. Answers whether they came. */
	save(n: number): Promise<boolean>;
}
