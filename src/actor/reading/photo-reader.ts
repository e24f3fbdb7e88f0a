import { extractPhoto } from "../../extract/extract-photo.ts";
import { photoFormat } from "../../extract/kind/photo-format.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ReadOutcome } from "../../session/queue/read-outcome.ts";
import type { FirstLook } from "../../session/queue/run-slice.ts";
import { HEAD_BYTES } from "../../session/rules/command.ts";
import type { Session } from "../../session/session.ts";
import type { SessionStore } from "../../session/store/session-store.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import { r2Source } from "../../storage/r2-source.ts";
import type { UsageMeter } from "../usage-meter.ts";
import type { HeadCache } from "./head-cache.ts";
import { readSummaryOf } from "./read-summary.ts";

/** What reading photos is made of. */
export interface PhotoReaderDeps {
	readonly blobs: BlobStore;
	readonly heads: HeadCache;
	readonly usage: UsageMeter;
	now(): number;
}

/** Reads the photos of a session on its own thread, and tells them from everything else. */
export class PhotoReader {
	readonly #deps: PhotoReaderDeps;

	constructor(deps: PhotoReaderDeps) {
		this.#deps = deps;
	}

	/** Looks at a file's first bytes: cached ones, or read from storage. Throws when storage fails. */
	async look(session: Session, file: FileRecord): Promise<FirstLook> {
		const { blobs, heads, usage } = this.#deps;
		const cached = heads.take(file.n);
		const length = Math.min(file.size, HEAD_BYTES);
		const requests = cached || length === 0 ? 0 : 1;
		let head = cached ?? new Uint8Array(0);
		if (requests > 0) {
			usage.addRead(length, 1);
			head = await r2Source(blobs, session.objectOf(file.n) ?? "", file.size).read(0, length);
		}
		const isPhoto = file.size === 0 || photoFormat(head) !== undefined;
		if (!isPhoto) heads.put(file.n, head);
		return { isPhoto, requests, head };
	}

	/** Reads a photo whose first bytes are `head`. What it finds is saved only while `isWanted`. Throws when storage fails. */
	async read(
		session: Session,
		store: SessionStore,
		file: FileRecord,
		head: Uint8Array,
		isWanted: () => boolean,
	): Promise<ReadOutcome> {
		const { blobs, usage, now } = this.#deps;
		const { n, name, type } = file;
		const source = countedSource(blobs, session.objectOf(n) ?? "", file.size, head);
		const started = now();
		try {
			const { kind, mime, lastStage, result } = await extractPhoto(
				{ name, ...(type !== undefined && { type }), source, now },
				(reached) => void session.execute({ type: "progress", file: n, ...reached }),
			);
			const { requests } = source;
			if (!result.ok) return { ok: false, problem: result.problem, kind, mime, requests };
			if (isWanted() && !session.ended && session.file(n)?.state === "processing")
				store.facts.save(n, result.value);
			return { ok: true, found: readSummaryOf(result.value, lastStage, now() - started), requests };
		} finally {
			usage.addRead(source.bytes, source.requests);
		}
	}
}

/** The object's bytes, out of its head where they are in it; counts what storage had to deliver. */
function countedSource(blobs: BlobStore, object: string, size: number, head: Uint8Array) {
	const source = r2Source(blobs, object, size);
	const counted = {
		size,
		requests: 0,
		bytes: 0,
		async read(offset: number, length: number) {
			if (offset + length <= head.byteLength) return head.subarray(offset, offset + length);
			counted.requests += 1;
			counted.bytes += length;
			return source.read(offset, length);
		},
	};
	return counted;
}
