import type { FileProblem, FileRecord } from "../../protocol/files/file-record.ts";
import { URL_STAGE, URL_VALID_PROGRESS } from "../../protocol/files/stages.ts";
import { MAX_ATTEMPTS } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { FileContext, FilePatch } from "./file-context.ts";

/*
 * The states of a linked file until its bytes are stored. From there on it is like any other.
 *
 *              fetch                 store
 *   expected ────────► uploading ────────────► queued …
 *      ▲                  │ ▲
 *      │     fetch-failed │ │ fetch, when its time has come
 *      │                  ▼ │
 *      └───── retry ── retrying ── no try is left, or another is pointless ──► failed
 */

/** A command on a file whose bytes are fetched. */
export type LinkCommand =
	/** Fetching begins; `stored` bytes are there from an earlier try. */
	| { readonly type: "fetch"; readonly stored: number }
	/** The server has answered. */
	| {
			readonly type: "describe-link";
			readonly size: number;
			readonly name?: string;
			readonly claimed?: string;
	  }
	| {
			readonly type: "fetch-failed";
			readonly problem: FileProblem;
			readonly retryAt: number | null;
			readonly gained: boolean;
			readonly page?: { readonly name: string; readonly fields: number };
	  };

type LinkCommandOf<Type extends LinkCommand["type"]> = Extract<LinkCommand, { readonly type: Type }>;

function notFetching(): Result<FilePatch, Problem> {
	return refuse(problem("wrong-state", "The link of this file is not being fetched."));
}

function startFetch(stored: number, { file, hasBytes }: FileContext): Result<FilePatch, Problem> {
	const isWaiting = file.state === "expected" || file.state === "retrying";
	if (file.host === undefined || hasBytes || !isWaiting) return notFetching();
	return ok({ ...URL_STAGE, state: "uploading", attempt: file.attempt + 1, retryAt: null, stored });
}

function describe(command: LinkCommandOf<"describe-link">, file: FileRecord): Result<FilePatch, Problem> {
	if (file.host === undefined || file.state !== "uploading") return notFetching();
	const { size, name, claimed } = command;
	return ok({
		size,
		progress: URL_VALID_PROGRESS,
		...(name !== undefined && { name }),
		...(claimed !== undefined && { type: claimed }),
	});
}

function fail(command: LinkCommandOf<"fetch-failed">, file: FileRecord): Result<FilePatch, Problem> {
	if (file.host === undefined || file.state !== "uploading") return notFetching();
	const { problem: cause, retryAt, gained, page } = command;
	const about = page && { name: page.name, fields: page.fields, kind: "video" as const, mime: "text/html" };
	if (retryAt === null || (!gained && file.attempt >= MAX_ATTEMPTS))
		return ok({ state: "failed", problem: cause, retryAt: null, ...about });
	return ok({ state: "retrying", problem: cause, retryAt, ...(gained && { attempt: 0 }) });
}

/** Decides what one command does to a linked file. */
export function decideLink(command: LinkCommand, context: FileContext): Result<FilePatch, Problem> {
	switch (command.type) {
		case "fetch":
			return startFetch(command.stored, context);
		case "describe-link":
			return describe(command, context.file);
		case "fetch-failed":
			return fail(command, context.file);
	}
}
