import { MIB } from "../../../src/protocol/limits.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";
import type { Failure } from "../../http/failure.ts";
import type { UploadJob } from "../upload-queue.ts";
import type { BandwidthLimiter } from "./bandwidth-limiter.ts";
import type { BodyReply, SendBody } from "./send-body.ts";

/** Bytes of one request: below what a request may carry, and a whole number of storage parts, so that no remainder is written. */
export const CHUNK_BYTES = 40 * MIB;

/** While the bandwidth is limited, a request carries what this many seconds allow… */
const LIMITED_SECONDS = 4;

/** … but at least this many bytes: each request costs storage a remainder. */
const MIN_CHUNK_BYTES = MIB;

const TUS_HEADERS = { "tus-resumable": "1.0.0" };

/** Dependencies of a resumable upload. */
export interface ResumableDeps {
	readonly send: SendBody;
	readonly bandwidth: BandwidthLimiter;
	/** Bytes that have left so far, stored or not. */
	onSent(bytes: number): void;
	/** Bytes that the server has confirmed as stored. */
	onConfirmed(bytes: number): void;
	readonly signal: AbortSignal;
}

function chunkBytes({ limit }: BandwidthLimiter): number {
	if (limit === null) return CHUNK_BYTES;
	return Math.min(CHUNK_BYTES, Math.max(MIN_CHUNK_BYTES, limit * LIMITED_SECONDS));
}

/** Whether HEAD will show where to continue: the offset was another one, or another writer holds the upload and may be dead. */
function needsOffset(failure: Failure): boolean {
	return failure.kind === "refused" && (failure.status === 423 || failure.problem.code === "wrong-offset");
}

function isUnknown(failure: Failure): boolean {
	return failure.kind === "refused" && (failure.status === 404 || failure.status === 410);
}

function offsetOf(answer: Result<BodyReply, Failure>): Result<number, Failure> {
	if (!answer.ok) return answer;
	const offset = Number(answer.value.header("upload-offset") ?? Number.NaN);
	// A proxy removed the header; the next request may take another route.
	return Number.isSafeInteger(offset) ? ok(offset) : refuse({ kind: "network" });
}

/**
 * Sends one announced file by tus 1.0.0, one chunk per request. Bytes that are stored are not sent again: after a lost
 * connection, a reload or a restart, the server reports the offset.
 */
export async function sendResumable(
	job: UploadJob,
	blob: Blob,
	{ send, bandwidth, onSent, onConfirmed, signal }: ResumableDeps,
): Promise<Result<null, Failure>> {
	const url = `/api/uploads/${job.n}`;
	const bodiless = { body: null, onSent: () => {}, signal };
	const readOffset = async () =>
		offsetOf(await send({ ...bodiless, method: "HEAD", url, headers: TUS_HEADERS }));
	const create = async () => {
		const headers = {
			...TUS_HEADERS,
			"upload-length": String(blob.size),
			"upload-metadata": `n ${btoa(String(job.n))}`,
		};
		return offsetOf(await send({ ...bodiless, method: "POST", url: "/api/uploads", headers }));
	};

	let position = job.created ? await readOffset() : await create();
	if (!position.ok && job.created && isUnknown(position.problem)) position = await create();
	job.created = true;
	for (let asked = false; position.ok; ) {
		const offset: number = position.value;
		onConfirmed(offset);
		if (offset >= blob.size) {
			// The last bytes may be stored without being joined to the others yet: HEAD makes the server do it.
			if (asked) return ok(null);
			position = await readOffset();
			asked = true;
			continue;
		}
		const chunk = blob.slice(offset, offset + chunkBytes(bandwidth));
		await bandwidth.acquire(chunk.size, signal);
		const answer = await send({
			method: "PATCH",
			url,
			headers: {
				...TUS_HEADERS,
				"content-type": "application/offset+octet-stream",
				"upload-offset": String(offset),
			},
			body: chunk,
			onSent: (bytes) => onSent(offset + Math.min(bytes, chunk.size)),
			signal,
		});
		if (answer.ok) {
			position = offsetOf(answer);
			job.tries = 0;
			// After the last chunk, this answer already says that everything is stored.
			asked = position.ok && position.value >= blob.size;
		} else if (needsOffset(answer.problem) && !asked) {
			position = await readOffset();
			asked = true;
		} else return answer;
	}
	return refuse(position.problem);
}
