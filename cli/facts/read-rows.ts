import type { Api } from "../../client/http/api.ts";
import type { Persevere } from "../../client/http/retry.ts";
import type { UploadRun } from "../upload/upload-run.ts";
import type { Complaint } from "../walk.ts";
import type { FileRow } from "./file-row.ts";
import { inOrder } from "./in-order.ts";

/** Facts that are asked for at once: enough to hide the way there and back. */
const ASK_AHEAD = 8;

/** Where a file lay, and the number that it got. */
interface Numbered {
	readonly path: string;
	readonly size: number;
	readonly n: number;
}

/** What reading needs. */
export interface ReadRowsDeps {
	readonly api: Pick<Api, "readFile">;
	readonly persevere: Persevere;
	readonly run: Pick<UploadRun, "record" | "problem">;
	readonly signal: AbortSignal;
	/** One more file is known. */
	told(): void;
}

/** A file that never left this disk. */
function complaintRow({ path, detail }: Complaint): FileRow {
	const problem = { code: "unreadable", detail };
	return { path, n: null, state: "failed", size: 0, kind: null, mime: null, problem, facts: null };
}

/** Everything that is known of the files, one row each in their order; then those that could not be read here. */
export async function* readRows(
	files: readonly Numbered[],
	complaints: readonly Complaint[],
	{ api, persevere, run, signal, told }: ReadRowsDeps,
): AsyncGenerator<FileRow> {
	yield* inOrder(files, ASK_AHEAD, async ({ path, size, n }): Promise<FileRow> => {
		const answer = await persevere(
			() => api.readFile(n),
			() => !signal.aborted,
		);
		signal.throwIfAborted();
		told();
		const { file, facts } = answer.ok ? answer.value : { file: run.record(n), facts: null };
		const ours = run.problem(n);
		return {
			path,
			n,
			state: ours === undefined ? (file?.state ?? "failed") : "failed",
			size: file?.size ?? size,
			kind: file?.kind ?? null,
			mime: file?.mime ?? null,
			problem: ours ?? file?.problem ?? null,
			facts,
		};
	});
	yield* complaints.map(complaintRow);
}
