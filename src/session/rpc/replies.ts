import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { BatchReply } from "../../protocol/http/reply.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { formatCursor } from "../../protocol/stream/cursor.ts";
import type { ChunksReply } from "../../protocol/text/chunks-reply.ts";
import { placeOf, placeOfBatch } from "../queue/queue-place.ts";
import { filesOf, noSuchBatch, noSuchFile } from "../rules/targets.ts";
import type { Loop } from "../session.ts";
import { loadFactsText, loadPicture } from "../store/facts-table.ts";
import type { Sql } from "../store/sql.ts";
import type { ChunksFrom } from "../store/text-tables.ts";
import type { ArrivalOutcome, StoredFile } from "./session-rpc.ts";

/** Where the session stands, for the end of every answer. */
export function cursorOf(loop: Loop): string {
	const { epoch, seq } = loop.model.state;
	return formatCursor({ epoch, seq });
}

/** One file's record. */
export function fileOf(loop: Loop, n: number): Result<FileRecord, Problem> {
	const file = loop.model.state.files.get(n);
	return file === undefined ? refuse(noSuchFile(n)) : ok(file);
}

/** One file's record and what was found in it: the JSON text of `FileDetails`, the facts in it as they were saved. */
export function detailsOf(loop: Loop, sql: Sql, n: number): Result<string, Problem> {
	const file = fileOf(loop, n);
	if (!file.ok) return file;
	const known = { file: file.value, place: placeOf(loop, [file.value]) };
	return ok(`${JSON.stringify(known).slice(0, -1)},"facts":${loadFactsText(sql, n)}}`);
}

/** A page of a document's chunks, and how many there are by now. */
export function chunksOf(
	loop: Loop,
	n: number,
	from: ChunksFrom,
	count: number,
): Result<ChunksReply, Problem> {
	const file = fileOf(loop, n);
	if (!file.ok) return file;
	return ok({
		total: loop.text.reading(n).chunks,
		chunks: loop.text.chunks(n, loop.text.chunkAt(n, from), count),
	});
}

/** Where one file's bytes lie. */
export function storedOf(loop: Loop, sql: Sql, n: number): Result<StoredFile, Problem> {
	const file = fileOf(loop, n);
	if (!file.ok) return file;
	const object = loop.model.objects.get(n);
	if (object === undefined) {
		return refuse(problem("not-found", `The bytes of file ${n} are not stored yet. Send them first.`));
	}
	return ok({ file: file.value, object, ...loadPicture(sql, n) });
}

/** A batch, its totals and all its files. */
export function batchOf(loop: Loop, key: string): Result<BatchReply, Problem> {
	const { state } = loop.model;
	const batch = state.batches.get(state.keys.get(key) ?? 0);
	const files = filesOf(loop.model, { key });
	if (batch === undefined || files === undefined) return refuse(noSuchBatch(key));
	const { at, totals } = batch;
	const chunks = loop.model.chunking.get(batch.batch);
	const place = placeOfBatch(loop, batch, files);
	return ok({ batch: { key, at, totals, place, ...(chunks && { chunks }) }, files, cursor: cursorOf(loop) });
}

/** What became of each arrival, by the numbers that the rules gave. */
export function outcomesOf(loop: Loop, numbers: readonly Result<number, Problem>[]): ArrivalOutcome[] {
	return numbers.map((number) => (number.ok ? fileOf(loop, number.value) : number));
}
