import type { FormReply } from "../../../src/protocol/http/reply.ts";
import { ok, type Result } from "../../../src/protocol/result.ts";
import { type Failure, isTransient } from "../../http/failure.ts";
import type { RequestPlan, UploadJob } from "../upload-queue.ts";
import type { BandwidthLimiter } from "./bandwidth-limiter.ts";
import type { SendBody } from "./send-body.ts";
import { outcomeOf, type SendOutcome } from "./send-outcome.ts";
import { sendResumable } from "./send-resumable.ts";

/** A file of a request, with its bytes opened. */
export interface OpenJob {
	readonly job: UploadJob;
	readonly blob: Blob;
}

/** Dependencies of a request. */
export interface SendDeps {
	readonly send: SendBody;
	readonly bandwidth: BandwidthLimiter;
	/** Bytes of a file that have left so far. */
	sent(n: number, bytes: number): void;
	/** Bytes of a file that the server has confirmed as stored. */
	confirmed(n: number, bytes: number): void;
	readonly signal: AbortSignal;
}

/** Attributes a body's sent bytes to its files: the parts of a form leave one after the other. */
function attributeBytes(files: readonly OpenJob[], { sent }: SendDeps): (bytes: number) => void {
	return (bytes) => {
		let left = bytes;
		for (const { job, blob } of files) {
			if (left <= 0) return;
			sent(job.n, Math.min(left, blob.size));
			left -= blob.size;
		}
	};
}

async function sendForm(
	batch: string,
	files: readonly OpenJob[],
	deps: SendDeps,
): Promise<Result<readonly SendOutcome[], Failure>> {
	const { send, bandwidth, signal } = deps;
	const body = new FormData();
	let bytes = 0;
	for (const { job, blob } of files) {
		// An empty file is sent as a blob of our own: its own may have vanished, which cannot be detected without bytes to
		// read. The announced size decides, because a blob whose file has vanished reports a size of 0.
		body.append(String(job.n), job.file.size === 0 ? new Blob([]) : blob, job.file.name);
		bytes += blob.size;
	}
	await bandwidth.acquire(bytes, signal);
	const url = `/api/batches/${encodeURIComponent(batch)}/files`;
	const answer = await send({ method: "POST", url, body, onSent: attributeBytes(files, deps), signal });
	if (!answer.ok) return answer;
	const reply = answer.value.body as FormReply;
	const byNumber = new Map(reply.files.map((outcome) => [outcome.n, outcome]));
	return ok(
		files.map(({ job }, at): SendOutcome => {
			// A refused file may come without its number; the order is the form's own.
			const inPlace = reply.files[at];
			const outcome = byNumber.get(job.n) ?? (inPlace?.n === undefined ? inPlace : undefined);
			// The answer to a form that broke off does not mention the files behind the break.
			if (outcome === undefined) return { job, result: "retry", failure: { kind: "network" } };
			if (outcome.state === "stored") return { job, result: "stored" };
			if (outcome.problem === undefined) return { job, result: "retry" };
			return outcomeOf(job, { kind: "refused", status: outcome.problem.status, problem: outcome.problem });
		}),
	);
}

async function sendRaw({ job, blob }: OpenJob, deps: SendDeps): Promise<Result<unknown, Failure>> {
	const { send, bandwidth, sent, signal } = deps;
	await bandwidth.acquire(blob.size, signal);
	const onSent = (bytes: number) => sent(job.n, Math.min(bytes, blob.size));
	return send({ method: "PUT", url: `/api/files/${job.n}`, body: blob, onSent, signal });
}

/**
 * Sends one planned request. A failure concerns the request as a whole: no answer, slow down, the session ended. What concerns
 * single files is in their outcomes.
 */
export async function sendRequest(
	{ batch, mode }: Pick<RequestPlan, "batch" | "mode">,
	files: readonly OpenJob[],
	deps: SendDeps,
): Promise<Result<readonly SendOutcome[], Failure>> {
	if (mode === "form") return sendForm(batch, files, deps);
	const [only] = files;
	if (only === undefined) return ok([]);
	const { job, blob } = only;
	const resumable = () =>
		sendResumable(job, blob, {
			...deps,
			onSent: (bytes) => deps.sent(job.n, bytes),
			onConfirmed: (bytes) => deps.confirmed(job.n, bytes),
		});
	const answer = await (mode === "raw" ? sendRaw(only, deps) : resumable());
	if (answer.ok) return ok([{ job, result: "stored" }]);
	const failure = answer.problem;
	if (isTransient(failure) || (failure.kind === "refused" && failure.status === 401)) return answer;
	return ok([outcomeOf(job, failure)]);
}
