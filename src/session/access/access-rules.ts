import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import type { View } from "../stream/view.ts";
import type { Share } from "./grants-table.ts";

/*
 * What each caller may do, all of it decided here.
 *
 *                 owner        share with originals    share without
 *   change        everything   nothing                 nothing
 *   search        yes          no                      no
 *   records       all          its batch               its batch
 *   facts         all          its batch               its batch
 *   thumbnails    all          its batch               its batch
 *   originals     all          its batch               no
 *   text          all          its batch               no
 *   stream        all          its batch, until it expires
 */

/** An admitted caller: the owner of the session, or the holder of a share link. */
export interface Viewer {
	/** Absent for the owner. */
	readonly share?: Share;
}

/** What a file's bytes are wanted for: a share may show thumbnails without giving away the originals. */
export type BytesPurpose = "original" | "thumbnail";

/** For a share that asks to change something, or for more than its batch. */
export const READ_ONLY = problem(
	"forbidden",
	"This is a link to view one batch. It can change nothing and see nothing else.",
);

const NO_ORIGINALS = problem(
	"forbidden",
	"This link shows what was found in the files, but not their contents.",
);

/** The number of the only batch a viewer may see; `undefined` for all. */
export function visibleBatch({ share }: Viewer): number | undefined {
	return share?.batch;
}

/** Whether a viewer may see a batch. To one who may not, it does not exist. */
export function canSeeBatch({ share }: Viewer, batch: number | undefined): boolean {
	return share === undefined || share.batch === batch;
}

/** Whether a viewer may see a file. To one who may not, it does not exist. */
export function canSeeFile(viewer: Viewer, file: FileRecord | undefined): boolean {
	return canSeeBatch(viewer, file?.batch);
}

/** Why a viewer may not have a file's text or original bytes; `undefined` when it may. */
export function contentRefusal({ share }: Viewer): Problem | undefined {
	return share && !share.originals ? NO_ORIGINALS : undefined;
}

/** Why a viewer may not have a file's bytes for this purpose; `undefined` when it may. */
export function bytesRefusal(viewer: Viewer, purpose: BytesPurpose): Problem | undefined {
	return purpose === "original" ? contentRefusal(viewer) : undefined;
}

/** Whether the reader of a stream may only watch: a view of one batch is that of a share. */
export function isReadOnly({ batch }: View): boolean {
	return batch !== undefined;
}

/** What a viewer's stream shows. */
export function streamView({ share }: Viewer): View {
	return share ? { batch: share.batch, until: share.expiresAt } : {};
}
