import type { AskModel } from "../../extract/ask-model.ts";
import { HELD_BYTES } from "../../extract/limits.ts";
import { MemoryBudget } from "../../extract/memory-budget.ts";
import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { Reading } from "../../session/queue/run-slice.ts";
import type { Loop } from "../../session/session.ts";
import { saveFacts } from "../../session/store/facts-table.ts";
import type { Sql } from "../../session/store/sql.ts";
import type { BlobStore } from "../../storage/blob-store.ts";
import type { Spending } from "../usage-meter.ts";
import { FileDesk } from "./file-resume-store.ts";
import type { Heads } from "./head-cache.ts";
import { readStoredFile } from "./read-stored-file.ts";
import type { Meanings } from "./semantic-index.ts";
import { captionsBeside } from "./sidecar-captions.ts";

/** What the reading of a session's files needs of its keeper. */
export interface SessionReaderPorts {
	readonly sql: Sql;
	readonly blobs: BlobStore;
	readonly heads: Heads;
	readonly spending: Spending;
	/** Absent where no model is bound. */
	readonly model: AskModel | undefined;
	readonly meanings: Meanings;
	transaction(work: () => void): void;
}

/** Reads the stored files of one session: several at once, out of one memory. */
export class SessionReader {
	readonly #ports: SessionReaderPorts;
	readonly #memory = new MemoryBudget(HELD_BYTES);

	constructor(ports: SessionReaderPorts) {
		this.#ports = ports;
	}

	/** Reads one stored file until about `until` (milliseconds since 1970). Throws when the platform failed. */
	read(loop: Loop, file: FileRecord, until: number): Promise<Reading> {
		const { sql, blobs, heads, spending, model, meanings, transaction } = this.#ports;
		const wanted = () => !loop.ended && loop.model.state.files.get(file.n)?.state === "processing";
		const desk = { tables: loop.text, file: file.n, until, now: Date.now, wanted, transaction };
		return readStoredFile(file, loop.model.objects.get(file.n) ?? "", {
			blobs,
			head: heads.take(file.n),
			desk: new FileDesk(desk),
			beside: () => captionsBeside(loop, file, blobs),
			memory: this.#memory,
			model,
			chunks: loop.model.chunking.get(file.batch),
			meaning: meanings.learning(loop, file.n, wanted),
			now: Date.now,
			reached: (reached) => void loop.do({ type: "reach", file: file.n, ...reached }),
			save: (facts) => {
				if (!wanted()) return;
				// It may have been read before, up to here: what is in the index then goes with the words that it holds.
				loop.findable.drop([file.n]);
				saveFacts(sql, file.n, facts);
			},
			spent: (bytes, requests) => spending.read(bytes, requests),
		});
	}
}
