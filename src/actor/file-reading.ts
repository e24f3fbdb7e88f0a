import type { MemoryBudget } from "../extract/memory-budget.ts";
import type { FileRecord } from "../protocol/file-record.ts";
import { saveFacts } from "../session/facts-table.ts";
import type { Loop } from "../session/loop.ts";
import type { Sql } from "../session/ports.ts";
import type { Reading } from "../session/work.ts";
import type { BlobStore } from "../storage/blob-store.ts";
import { FileDesk } from "./file-desk.ts";
import type { Heads } from "./heads.ts";
import { readStoredFile } from "./reading.ts";
import type { Spending } from "./spending.ts";

/** What the readings of a session share. */
export interface FileReadingPorts {
	readonly loop: Loop;
	readonly sql: Sql;
	readonly blobs: BlobStore;
	readonly heads: Heads;
	readonly memory: MemoryBudget;
	readonly spending: Spending;
	transaction(work: () => void): void;
}

/** Reads one stored file of a session, or goes on with it, at its desk. */
export function readFile(file: FileRecord, until: number, ports: FileReadingPorts): Promise<Reading> {
	const { loop, sql, blobs, heads, memory, spending, transaction } = ports;
	const wanted = () => !loop.ended && loop.model.state.files.get(file.n)?.state === "processing";
	const desk = { tables: loop.text, file: file.n, until, now: Date.now, wanted, transaction };
	return readStoredFile(file, loop.model.objects.get(file.n) ?? "", {
		blobs,
		head: heads.take(file.n),
		desk: new FileDesk(desk),
		memory,
		now: Date.now,
		reached: (reached) => void loop.do({ type: "reach", file: file.n, ...reached }),
		save: (facts) => {
			if (wanted()) saveFacts(sql, file.n, facts);
		},
		spent: (bytes, requests) => spending.read(bytes, requests),
	});
}
