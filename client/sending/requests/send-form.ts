import type { FormReply } from "../../../src/protocol/http/reply.ts";
import { ok, type Result } from "../../../src/protocol/result.ts";
import { type Failure, isPassing } from "../../http/failure.ts";
import type { Parcel, UploadJob } from "../upload-queue.ts";
import type { Bandwidth } from "./bandwidth.ts";
import type { SendBody } from "./send-body.ts";
import { judge, type SendOutcome } from "./send-outcome.ts";
import { sendResumable } from "./send-resumable.ts";

/** A file of a parcel with its bytes opened. */
export interface OpenJob {
	readonly job: UploadJob;
	readonly blob: Blob;
}

/** What sending needs. */
export interface SendDeps {
	readonly send: SendBody;
	readonly bandwidth: Bandwidth;
	/** Bytes of a file that have left. */
	sent(n: number, bytes: number): void;
	/** Bytes of a file that the server has said are stored. */
	kept(n: number, bytes: number): void;
	readonly signal: AbortSignal;
}

/** Shares the bytes of one body out to its files in their order: parts leave one after the other. */
function shareOut(files: readonly OpenJob[], { sent }: SendDeps): (bytes: number) => void {
	return (bytes) => {
		let left = bytes;
		for (const { job, blob } of files) {
			if (left <= 0) return;
			sent(job.n, Math.min(left, blob.size));
			left -= blob.size;
		}
	};
}

/** The bytes of every empty file. */
const NOTHING = new Blob([]);

async function sendForm(
	batch: string,
	files: readonly OpenJob[],
	deps: SendDeps,
): Promise<Result<readonly SendOutcome[], Failure>> {
	const { send, bandwidth, signal } = deps;
	const body = new FormData();
	let bytes = 0;
	for (const { job, blob } of files) {
		// The blob of an empty file could only fail: it may have vanished, which nobody can tell of what has no bytes. Its
		// announced size decides, for a blob whose file has vanished says that it has none.
		body.append(String(job.n), job.file.size === 0 ? NOTHING : blob, job.file.name);
		bytes += blob.size;
	}
	await bandwidth.turn(bytes, signal);
	const url = `/api/batches/${encodeURIComponent(batch)}/files`;
	const answer = await send({ method: "POST", url, body, onSent: shareOut(files, deps), signal });
	if (!answer.ok) return answer;
	const reply = answer.value.body as FormReply;
	const byNumber = new Map(reply.files.map((outcome) => [outcome.n, outcome]));
	return ok(
		files.map(({ job }, at): SendOutcome => {
			// What was refused may come without its number; the order is the form's own.
			const inPlace = reply.files[at];
			const outcome = byNumber.get(job.n) ?? (inPlace?.n === undefined ? inPlace : undefined);
			// A form that broke off says nothing of the files behind the break.
			if (outcome === undefined) return { job, became: "again", failure: { kind: "network" } };
			if (outcome.state === "stored") return { job, became: "stored" };
			if (outcome.problem === undefined) return { job, became: "again" };
			return judge(job, { kind: "refused", status: outcome.problem.status, problem: outcome.problem });
		}),
	);
}

async function sendRaw({ job, blob }: OpenJob, deps: SendDeps): Promise<Result<unknown, Failure>> {
	const { send, bandwidth, sent, signal } = deps;
	await bandwidth.turn(blob.size, signal);
	const onSent = (bytes: number) => sent(job.n, Math.min(bytes, blob.size));
	return send({ method: "PUT", url: `/api/files/${job.n}`, body: blob, onSent, signal });
}

/**
 * Sends one parcel. A failure is about the request as a whole (nobody answered, slow down, the session ended); what
 * concerns single files stands in their outcomes.
 */
export async function sendParcel(
	{ batch, way }: Pick<Parcel, "batch" | "way">,
	files: readonly OpenJob[],
	deps: SendDeps,
): Promise<Result<readonly SendOutcome[], Failure>> {
	if (way === "form") return sendForm(batch, files, deps);
	const [only] = files;
	if (only === undefined) return ok([]);
	const { job, blob } = only;
	const resumable = () =>
		sendResumable(job, blob, {
			...deps,
			onSent: (bytes) => deps.sent(job.n, bytes),
			onKept: (bytes) => deps.kept(job.n, bytes),
		});
	const answer = await (way === "raw" ? sendRaw(only, deps) : resumable());
	if (answer.ok) return ok([{ job, became: "stored" }]);
	const failure = answer.problem;
	if (isPassing(failure) || (failure.kind === "refused" && failure.status === 401)) return answer;
	return ok([judge(job, failure)]);
}
