import type { FormReply } from "../../src/protocol/reply.ts";
import { ok, type Result } from "../../src/protocol/result.ts";
import { type Failure, isPassing } from "./failure.ts";
import type { SendBody } from "./send-body.ts";
import type { Parcel, QueuedFile } from "./upload-queue.ts";

/** What became of one file of a parcel that the server answered. */
export interface ParcelOutcome {
	readonly queued: QueuedFile;
	/** `stored` also when it already was; `again` when the same bytes may succeed later. */
	readonly became: "stored" | "again" | "refused";
	readonly failure?: Failure;
}

/** Tells bytes that have left, file by file. */
export type OnSent = (n: number, bytes: number) => void;

/** Names of refusals that mean that the server has what it needs, or no longer wants it. */
const SETTLED: ReadonlySet<string> = new Set(["already-stored", "gone", "not-found"]);

function judge(queued: QueuedFile, failure: Failure): ParcelOutcome {
	if (failure.kind === "refused" && SETTLED.has(failure.problem.code))
		return { queued, became: "stored", failure };
	return { queued, became: isPassing(failure) ? "again" : "refused", failure };
}

/** Shares the bytes of one body out to its files in their order: parts leave one after the other. */
function shareOut(files: readonly QueuedFile[], onSent: OnSent): (bytes: number) => void {
	return (sent) => {
		let left = sent;
		for (const { n, file } of files) {
			if (left <= 0) return;
			onSent(n, Math.min(left, file.size));
			left -= file.size;
		}
	};
}

async function sendForm(send: SendBody, parcel: Parcel, onSent: OnSent, signal: AbortSignal) {
	const body = new FormData();
	for (const { n, file } of parcel.files) body.append(String(n), file);
	const path = `/api/batches/${encodeURIComponent(parcel.batch)}/files`;
	const answer = await send({ method: "POST", path, body, onSent: shareOut(parcel.files, onSent), signal });
	if (!answer.ok) return answer;
	const reply = answer.value as FormReply;
	const byNumber = new Map(reply.files.map((outcome) => [outcome.n, outcome]));
	return ok(
		parcel.files.map((queued): ParcelOutcome => {
			const outcome = byNumber.get(queued.n);
			// A form that broke off says nothing of the files behind the break.
			if (outcome === undefined) return { queued, became: "again", failure: { kind: "network" } };
			if (outcome.state === "stored") return { queued, became: "stored" };
			if (outcome.problem === undefined) return { queued, became: "again" };
			return judge(queued, { kind: "refused", status: outcome.problem.status, problem: outcome.problem });
		}),
	);
}

/**
 * Sends one parcel. A failure is about the request as a whole (nobody answered, slow down, the session ended); what
 * concerns single files stands in their outcomes.
 */
export async function sendParcel(
	send: SendBody,
	parcel: Parcel,
	onSent: OnSent,
	signal: AbortSignal,
): Promise<Result<readonly ParcelOutcome[], Failure>> {
	if (parcel.way === "form") return sendForm(send, parcel, onSent, signal);
	const [only] = parcel.files;
	if (only === undefined) return ok([]);
	const path = `/api/files/${only.n}`;
	const onBytes = (bytes: number) => onSent(only.n, Math.min(bytes, only.file.size));
	const answer = await send({ method: "PUT", path, body: only.file, onSent: onBytes, signal });
	if (answer.ok) return ok([{ queued: only, became: "stored" }]);
	const { problem: failure } = answer;
	if (failure.kind === "refused" && !isPassing(failure) && failure.status !== 401)
		return ok([judge(only, failure)]);
	return answer;
}
