import type { FileProblem, FileRecord } from "../../protocol/files/file-record.ts";
import { URL_STAGE, URL_VALID_PROGRESS } from "../../protocol/files/stages.ts";
import { MAX_ATTEMPTS } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { FileFacts, Patch } from "./file-context.ts";

/*
 * What may become of a file that came as a link, until its bytes are stored. From there on it is like any other.
 *
 *              fetch                 store
 *   expected ────────► uploading ────────────► queued …
 *      ▲                  │ ▲
 *      │             miss │ │ fetch, when its time has come
 *      │                  ▼ │
 *      └───── retry ── retrying ── no try is left, or none is of use ──► failed
 */

/** A command on a file whose bytes are fetched. */
export type LinkCommand =
	/** It is asked for; `stored` bytes are there from an earlier try. */
	| { readonly type: "fetch"; readonly stored: number }
	/** Its server has answered. */
	| { readonly type: "learn"; readonly size: number; readonly name?: string; readonly claimed?: string }
	| {
			readonly type: "miss";
			readonly problem: FileProblem;
			readonly retryAt: number | null;
			readonly gained: boolean;
			readonly page?: { readonly name: string; readonly fields: number };
	  };

function notFetched(): Result<Patch, Problem> {
	return refuse(problem("wrong-state", "The link of this file is not being fetched."));
}

function begin(stored: number, { file, hasBytes }: FileFacts): Result<Patch, Problem> {
	const waits = file.state === "expected" || file.state === "retrying";
	if (file.host === undefined || hasBytes || !waits) return notFetched();
	return ok({ ...URL_STAGE, state: "uploading", attempt: file.attempt + 1, retryAt: null, stored });
}

function learn(command: Extract<LinkCommand, { type: "learn" }>, file: FileRecord): Result<Patch, Problem> {
	if (file.host === undefined || file.state !== "uploading") return notFetched();
	const { size, name, claimed } = command;
	return ok({
		size,
		progress: URL_VALID_PROGRESS,
		...(name !== undefined && { name }),
		...(claimed !== undefined && { type: claimed }),
	});
}

function miss(command: Extract<LinkCommand, { type: "miss" }>, file: FileRecord): Result<Patch, Problem> {
	if (file.host === undefined || file.state !== "uploading") return notFetched();
	const { problem: why, retryAt, gained, page } = command;
	const told = page && { name: page.name, fields: page.fields, kind: "video" as const, mime: "text/html" };
	if (retryAt === null || (!gained && file.attempt >= MAX_ATTEMPTS))
		return ok({ state: "failed", problem: why, retryAt: null, ...told });
	return ok({ state: "retrying", problem: why, retryAt, ...(gained && { attempt: 0 }) });
}

/** Decides what one command does to a file that came as a link. */
export function decideLink(command: LinkCommand, facts: FileFacts): Result<Patch, Problem> {
	switch (command.type) {
		case "fetch":
			return begin(command.stored, facts);
		case "learn":
			return learn(command, facts.file);
		case "miss":
			return miss(command, facts.file);
	}
}
