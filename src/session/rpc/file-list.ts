import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { FileList } from "../../protocol/http/reply.ts";
import { MAX_LISTED_FILES } from "../../protocol/limits.ts";
import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import { noSuchBatch } from "../rules/targets.ts";
import type { Loop } from "../session.ts";
import { cursorOf } from "./replies.ts";
import type { Listed } from "./session-rpc.ts";

/** Records by their numbers; of one batch, where the reader may see `only` that. */
export function listOf(loop: Loop, listed: Listed, only?: number): Result<FileList, Problem> {
	const { model } = loop;
	const cursor = cursorOf(loop);
	const named = listed.key === undefined ? only : model.state.keys.get(listed.key);
	const batch = only === undefined || named === only ? named : undefined;
	if (listed.key !== undefined && batch === undefined) return refuse(noSuchBatch(listed.key));
	const files: FileRecord[] = [];
	const last = Math.min(listed.to, model.lastFile);
	for (let n = listed.from; n <= last; n++) {
		const file = model.state.files.get(n);
		if (file === undefined || (batch !== undefined && file.batch !== batch)) continue;
		if (files.length === MAX_LISTED_FILES) return ok({ files, next: n, cursor });
		files.push(file);
	}
	return ok({ files, cursor });
}
