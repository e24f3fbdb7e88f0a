import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import type { Target } from "../../protocol/stream/command-message.ts";
import { filesInBatch } from "../../protocol/stream/session-state.ts";
import type { Model } from "../state/model.ts";

/** For a file that is not in the session, or that the caller may not see. */
export function noSuchFile(file: number): Problem {
	return problem("not-found", `There is no file ${file} in this session.`);
}

/** For a batch that is not in the session, or that the caller may not see. */
export function noSuchBatch(key: string): Problem {
	return problem("not-found", `There is no batch "${key}" in this session.`);
}

/** The files of a target; `undefined` when there is no such file or batch. */
export function filesOf(model: Model, target: Target): FileRecord[] | undefined {
	if (target === "session") return [...model.state.files.values()];
	if ("file" in target) {
		const file = model.state.files.get(target.file);
		return file && [file];
	}
	const batch = model.state.keys.get(target.key);
	if (batch === undefined) return undefined;
	return [...filesInBatch(model.state, batch)];
}

/** For a target that does not exist. */
export function targetMissing(target: Target): Problem {
	if (target === "session") return problem("not-found", "There is no such session.");
	return "file" in target ? noSuchFile(target.file) : noSuchBatch(target.key);
}
