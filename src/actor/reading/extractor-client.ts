import { CONTRACT_VERSION, type ExtractorRpc, type ReadJob } from "../../extractor/contract.ts";
import type { Json } from "../../protocol/files/facts.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import { EXTRACTOR_SILENT_MS } from "../../session/limits.ts";
import type { ExtractorCall } from "../../session/queue/extractor-call.ts";
import type { Session } from "../../session/session.ts";
import type { SessionStore } from "../../session/store/session-store.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import type { UsageMeter } from "../usage-meter.ts";
import { SessionHost } from "./extractor-host.ts";
import type { HeadCache } from "./head-cache.ts";
import type { SemanticIndex } from "./semantic-index.ts";

/** What calling extractors is made of. */
export interface ExtractorClientDeps {
	readonly extractor: ExtractorRpc;
	readonly blobs: BlobStore;
	readonly heads: HeadCache;
	readonly usage: UsageMeter;
	readonly semantic: SemanticIndex;
	transaction(work: () => void): void;
	now(): number;
	/** Calls back once after so many milliseconds, unless the returned function is called before. */
	setTimer(milliseconds: number, work: () => void): () => void;
}

/** Has files read by extractors. */
export class ExtractorClient {
	readonly #deps: ExtractorClientDeps;

	constructor(deps: ExtractorClientDeps) {
		this.#deps = deps;
	}

	/** Resolves when the extractor says that all files of the call have ended. Throws when it does not answer, or has died. */
	async call(session: Session, store: SessionStore, call: ExtractorCall): Promise<void> {
		const { extractor, blobs, usage, semantic, transaction, now } = this.#deps;
		const silence = this.#watchSilence();
		const onCall = silence.reset;
		const host = new SessionHost({ call, session, store, blobs, usage, semantic, transaction, onCall });
		const request = {
			version: CONTRACT_VERSION,
			jobs: call.files.map((file) => this.#jobOf(session, store, file)),
			alone: call.terms.alone,
			milliseconds: Math.max(0, call.terms.until - now()),
			semanticIndex: semantic.exists,
		};
		try {
			await Promise.race([extractor.read(request, host), silence.broken]);
		} finally {
			silence.stop();
			host.close();
		}
	}

	#jobOf(session: Session, store: SessionStore, file: FileRecord): ReadJob {
		const { n, name, type, size, batch } = file;
		const head = this.#deps.heads.take(n);
		const { note, textBatches, chunks } = store.text.progressOf(n);
		const chunkOptions = session.chunkOptionsOf(batch);
		return {
			file: n,
			name,
			...(type !== undefined && { type }),
			size,
			...(head && { head }),
			...(note !== null && { saved: { state: JSON.parse(note) as Json, textBatches, chunks } }),
			...(chunkOptions && { chunkOptions }),
			sidecars: session.captionsOf(file).map(({ n, name, size }) => ({ n, name, size })),
		};
	}

	/** Rejects `broken` once nothing was heard for `EXTRACTOR_SILENT_MS`. */
	#watchSilence() {
		const { setTimer } = this.#deps;
		const { promise, reject } = Promise.withResolvers<never>();
		promise.catch(() => {});
		const arm = () => setTimer(EXTRACTOR_SILENT_MS, () => reject(new Error("The extractor is silent.")));
		let stop = arm();
		return {
			broken: promise,
			reset: () => {
				stop();
				stop = arm();
			},
			stop: () => stop(),
		};
	}
}
