import { MIB } from "../../../src/protocol/limits.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";
import type { Failure } from "../../http/failure.ts";
import type { UploadJob } from "../upload-queue.ts";
import type { Bandwidth } from "./bandwidth.ts";
import type { BodyReply, SendBody } from "./send-body.ts";

/** Bytes of one request: below what a request may carry, and whole parts of storage, so that no remainder is written. */
export const CHUNK_BYTES = 40 * MIB;

/** While the bandwidth is limited a request is what so many seconds may carry… */
const LIMITED_SECONDS = 4;

/** … but not less than this many bytes: each one costs storage a remainder. */
const LEAST_CHUNK_BYTES = MIB;

const TUS = { "tus-resumable": "1.0.0" };

/** What sending resumably needs. */
export interface ResumableDeps {
	readonly send: SendBody;
	readonly bandwidth: Bandwidth;
	/** Bytes that have left, whether or not they are stored. */
	onSent(bytes: number): void;
	/** Bytes that the server has said are stored. */
	onKept(bytes: number): void;
	readonly signal: AbortSignal;
}

function chunkBytes({ limit }: Bandwidth): number {
	if (limit === null) return CHUNK_BYTES;
	return Math.min(CHUNK_BYTES, Math.max(LEAST_CHUNK_BYTES, limit * LIMITED_SECONDS));
}

/** Statuses after which HEAD tells where to go on: another offset, and a writer that may have died. */
function isElsewhere(failure: Failure): boolean {
	return failure.kind === "refused" && (failure.status === 423 || failure.problem.code === "wrong-offset");
}

function isUnknown(failure: Failure): boolean {
	return failure.kind === "refused" && (failure.status === 404 || failure.status === 410);
}

function offsetOf(answer: Result<BodyReply, Failure>): Result<number, Failure> {
	if (!answer.ok) return answer;
	const offset = Number(answer.value.header("upload-offset") ?? Number.NaN);
	// A proxy that swallows headers: the request may fare better on its next way.
	return Number.isSafeInteger(offset) ? ok(offset) : refuse({ kind: "network" });
}

/**
 * Sends one announced file by tus 1.0.0, in requests of one chunk each. What is stored is never sent again: after a broken
 * line, a reload or a restart the server says where the upload stands.
 */
export async function sendResumable(
	job: UploadJob,
	blob: Blob,
	{ send, bandwidth, onSent, onKept, signal }: ResumableDeps,
): Promise<Result<null, Failure>> {
	const url = `/api/uploads/${job.n}`;
	const idle = { body: null, onSent: () => {}, signal };
	const look = async () => offsetOf(await send({ ...idle, method: "HEAD", url, headers: TUS }));
	const create = async () => {
		// The number is digits, so it is base64 without further ado.
		const headers = {
			...TUS,
			"upload-length": String(blob.size),
			"upload-metadata": `n ${btoa(String(job.n))}`,
		};
		return offsetOf(await send({ ...idle, method: "POST", url: "/api/uploads", headers }));
	};

	let stands = job.begun ? await look() : await create();
	if (!stands.ok && job.begun && isUnknown(stands.problem)) stands = await create();
	job.begun = true;
	for (let asked = false; stands.ok; ) {
		const offset: number = stands.value;
		onKept(offset);
		if (offset >= blob.size) {
			// The last bytes may be stored, and not yet be one file with the others: HEAD sees to it.
			if (asked) return ok(null);
			stands = await look();
			asked = true;
			continue;
		}
		const chunk = blob.slice(offset, offset + chunkBytes(bandwidth));
		await bandwidth.turn(chunk.size, signal);
		const answer = await send({
			method: "PATCH",
			url,
			headers: { ...TUS, "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
			body: chunk,
			onSent: (bytes) => onSent(offset + Math.min(bytes, chunk.size)),
			signal,
		});
		if (answer.ok) {
			stands = offsetOf(answer);
			job.tries = 0;
			// It was the last chunk, and its answer says that all is stored.
			asked = stands.ok && stands.value >= blob.size;
		} else if (isElsewhere(answer.problem) && !asked) {
			stands = await look();
			asked = true;
		} else return answer;
	}
	return refuse(stands.problem);
}
