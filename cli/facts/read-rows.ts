import type { Api, Retry } from "../../client/http.ts";
import type { UploadRun } from "../upload/upload-run.ts";
import type { UnreadableFile } from "../walk.ts";
import type { FileRow } from "./file-row.ts";
import { inOrder } from "./in-order.ts";

/** Requests for facts at once: enough to hide the round trip. */
const REQUESTS_AHEAD = 8;

/** A local file, and its number in the session. */
interface NumberedFile {
	readonly path: string;
	readonly size: number;
	readonly n: number;
}

/** Dependencies of `readRows`. */
export interface ReadRowsDeps {
	readonly api: Pick<Api, "readFile">;
	readonly retry: Retry;
	readonly run: Pick<UploadRun, "record" | "problem">;
	readonly signal: AbortSignal;
	/** Called once per file whose facts have been read. */
	onRow(): void;
}

function unreadableRow({ path, detail }: UnreadableFile): FileRow {
	const problem = { code: "unreadable", detail };
	return { path, n: null, state: "failed", size: 0, kind: null, mime: null, problem, facts: null };
}

/** One row per file in the given order, then one per file that could not be read on this disk. */
export async function* readRows(
	files: readonly NumberedFile[],
	unreadable: readonly UnreadableFile[],
	{ api, retry, run, signal, onRow }: ReadRowsDeps,
): AsyncGenerator<FileRow> {
	yield* inOrder(files, REQUESTS_AHEAD, async ({ path, size, n }): Promise<FileRow> => {
		const answer = await retry(
			() => api.readFile(n),
			() => !signal.aborted,
		);
		signal.throwIfAborted();
		onRow();
		const { file, facts } = answer.ok ? answer.value : { file: run.record(n), facts: null };
		const localProblem = run.problem(n);
		return {
			path,
			n,
			state: localProblem === undefined ? (file?.state ?? "failed") : "failed",
			size: file?.size ?? size,
			kind: file?.kind ?? null,
			mime: file?.mime ?? null,
			problem: localProblem ?? file?.problem ?? null,
			facts,
		};
	});
	yield* unreadable.map(unreadableRow);
}
