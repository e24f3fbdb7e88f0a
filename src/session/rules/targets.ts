import type { FileRecord } from "../../protocol/files/file-record.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import type { Target } from "../../protocol/stream/command-message.ts";
import type { Model } from "../state/model.ts";

/** What a file is called in an answer that could not find it. */
export function noSuchFile(file: number): Problem {
	return problem("not-found", `There is no file ${file} in this session.`);
}

/** What a batch is called in an answer that could not find it. */
export function noSuchBatch(key: string): Problem {
	return problem("not-found", `There is no batch "${key}" in this session.`);
}

/** The files that a command is about; `undefined` when there is no such file or batch. */
export function filesOf(model: Model, target: Target): FileRecord[] | undefined {
	if (target === "session") return [...model.state.files.values()];
	if ("file" in target) {
		const file = model.state.files.get(target.file);
		return file && [file];
	}
	const batch = model.state.keys.get(target.key);
	if (batch === undefined) return undefined;
	return [...model.state.files.values()].filter((file) => file.batch === batch);
}

/** Said when there is nothing that a command could be about. */
export function targetMissing(target: Target): Problem {
	if (target === "session") return problem("not-found", "There is no such session.");
	return "file" in target ? noSuchFile(target.file) : noSuchBatch(target.key);
}
