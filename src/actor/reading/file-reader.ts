import type { AskModel } from "../../extract/ask-model.ts";
import { MEMORY_BUDGET_BYTES } from "../../extract/limits.ts";
import { triedSidecars } from "../../extract/media/transcript.ts";
import { MemoryBudget } from "../../extract/memory-budget.ts";
import type { SidecarFile } from "../../extract/sidecar-file.ts";
import type { Facts, Json } from "../../protocol/files/facts.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ReadOutcome } from "../../session/queue/run-slice.ts";
import type { Session } from "../../session/session.ts";
import type { SessionStore } from "../../session/store/session-store.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import { r2Source } from "../../storage/r2-source.ts";
import type { UsageMeter } from "../usage-meter.ts";
import { FileResumeStore } from "./file-resume-store.ts";
import type { HeadCache } from "./head-cache.ts";
import { readStoredFile } from "./read-stored-file.ts";
import type { SemanticIndex } from "./semantic-index.ts";

/** What reading the files of a session is made of. */
export interface FileReaderDeps {
	readonly blobs: BlobStore;
	readonly heads: HeadCache;
	readonly usage: UsageMeter;
	/** Absent where no model is bound. */
	readonly model: AskModel | undefined;
	readonly semantic: SemanticIndex;
	transaction(work: () => void): void;
}

/** Reads the stored files of one session: several at the same time, out of one memory budget. */
export class FileReader {
	readonly #deps: FileReaderDeps;
	readonly #memory = new MemoryBudget(MEMORY_BUDGET_BYTES);

	constructor(deps: FileReaderDeps) {
		this.#deps = deps;
	}

	/** Reads one stored file until about `until` (milliseconds since 1970). Throws when the platform failed. */
	read(session: Session, store: SessionStore, file: FileRecord, until: number): Promise<ReadOutcome> {
		const { blobs, heads, usage, model, semantic, transaction } = this.#deps;
		const { n } = file;
		const isWanted = () => !session.ended && session.file(n)?.state === "processing";
		const progress = { tables: store.text, file: n, until, now: Date.now, isWanted, transaction };
		return readStoredFile(file, session.objectOf(n) ?? "", {
			blobs,
			head: heads.take(n),
			request: {
				now: Date.now,
				sidecars: () => this.#sidecars(session, file),
				resumeStore: new FileResumeStore(progress),
				memory: this.#memory,
				model,
				chunkOptions: session.chunkOptionsOf(file.batch),
				semanticUpsert: semantic.upserterFor(store.text.vectors, n, isWanted),
			},
			onStage: (reached) => void session.execute({ type: "progress", file: n, ...reached }),
			save: (facts) => {
				if (isWanted()) store.facts.save(n, facts);
			},
			triedCaptions: (facts) => triedCaptions(store, n, facts),
			onRead: (bytes, requests) => usage.addRead(bytes, requests),
		});
	}

	#sidecars(session: Session, file: FileRecord): SidecarFile[] {
		return session.captionsOf(file).map(({ n, name, size }) => {
			return { n, name, source: r2Source(this.#deps.blobs, session.objectOf(n) ?? "", size) };
		});
	}
}

function triedCaptions({ text }: SessionStore, n: number, { kind }: Facts): readonly number[] | undefined {
	if (kind !== "video" && kind !== "audio") return undefined;
	const { note, chunks } = text.progressOf(n);
	return chunks > 0 ? undefined : triedSidecars(note === null ? undefined : (JSON.parse(note) as Json));
}
