import type { FileProblem, FileRecord } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import { STORED_STAGE } from "../../protocol/files/stages.ts";
import { MAX_ATTEMPTS } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { FileContext, FilePatch } from "./file-context.ts";
import { decideLink, type LinkCommand } from "./link-rules.ts";

/*
 * The states of a file.
 *
 *              begin            store               start                complete
 *   expected ────────► uploading ────► queued ────────────► processing ────────────► completed
 *      ▲                   │             ▲  ▲                  │    │
 *      └──── release ──────┘       retry │  └── retrying ◄─────┘    └─────► failed
 *                                        │        (defer, while attempts are left)
 *                                        └───────────────────────────────── failed
 *   suspend: processing → queued, when the turn of a long reading ends; it continues from what was saved.
 *   read-again: completed → queued, when something arrives that belongs to the file, such as a film's captions.
 *   advance: this many bytes are stored so far.
 *   hold: queued, retrying stay so, and say why: nothing answers that could read the file.
 *   pause: expected, uploading, queued, retrying → paused;  resume leads back.
 *   cancel: everything but completed → cancelled, and its bytes go;  retry → expected.
 *
 * Commands that find nothing to do succeed with an empty patch, so that they can be repeated.
 */

/** A command on one file. */
export type FileCommand =
	| { readonly type: "begin" }
	| { readonly type: "store"; readonly size: number; readonly ticket: number }
	| { readonly type: "advance"; readonly stored: number; readonly size?: number }
	| { readonly type: "release" }
	| LinkCommand
	| { readonly type: "start" }
	| {
			readonly type: "progress";
			readonly stage: string;
			readonly progress: number;
			readonly count?: StageCount;
			readonly kind: FileKind;
			readonly mime: string;
	  }
	| { readonly type: "suspend" }
	| { readonly type: "read-again"; readonly ticket: number }
	| { readonly type: "complete"; readonly found: ReadSummary }
	| { readonly type: "fail"; readonly problem: FileProblem; readonly kind: FileKind; readonly mime: string }
	| {
			readonly type: "defer";
			readonly problem: FileProblem;
			readonly retryAt: number;
			readonly gained?: boolean;
	  }
	| { readonly type: "hold" }
	| { readonly type: "retry"; readonly ticket: number }
	| { readonly type: "pause" }
	| { readonly type: "resume"; readonly ticket: number }
	| { readonly type: "cancel" }
	| { readonly type: "remove" };

type FileCommandOf<Type extends FileCommand["type"]> = Extract<FileCommand, { readonly type: Type }>;

/** Progress within a stage that counts something, such as pages or chunks. */
export interface StageCount {
	readonly done: number;
	readonly total: number;
}

/** The part of an extraction's result that stands in the public record; the facts themselves are stored apart. */
export interface ReadSummary {
	readonly stage: string;
	readonly kind: FileKind;
	readonly mime: string;
	readonly fields: number;
	readonly took: number;
	readonly completeness: number;
	readonly confidence: number;
	readonly thumbnail: boolean;
}

const NOTHING: Result<FilePatch, Problem> = ok({});

function wrongState(detail: string): Result<FilePatch, Problem> {
	return refuse(problem("wrong-state", detail));
}

function alreadyStored(): Result<FilePatch, Problem> {
	return refuse(
		problem("already-stored", "All bytes of this file are stored already. Nothing needs to be sent."),
	);
}

function begin({ file, hasBytes }: FileContext): Result<FilePatch, Problem> {
	if (hasBytes) return alreadyStored();
	switch (file.state) {
		case "expected":
		case "uploading":
			// `fetch` has already marked a linked file.
			return file.host !== undefined && file.state === "uploading" ? NOTHING : ok({ state: "uploading" });
		case "paused":
			return wrongState("The file is paused. Resume it, then send its bytes.");
		default:
			return wrongState("The file was cancelled. Retry it, then send its bytes.");
	}
}

function store(command: FileCommandOf<"store">, context: FileContext): Result<FilePatch, Problem> {
	if (context.hasBytes) return alreadyStored();
	const { size, ticket } = command;
	const { attempt, problem: before } = context.file;
	// Tries of fetching a link do not count as tries of reading the file.
	const fresh = { ...(attempt > 0 && { attempt: 0 }), ...(before && { problem: null }) };
	const stored = { size, stored: size, ...STORED_STAGE, ...fresh };
	switch (context.file.state) {
		case "expected":
		case "uploading":
			return ok({ ...stored, state: "queued", ticket });
		case "paused":
			return ok(stored);
		default:
			return wrongState(
				"The file was cancelled while its bytes were being sent. Retry it to send them again.",
			);
	}
}

/** Stored bytes are kept and counted even while the file is paused. */
function advance(
	{ stored, size }: FileCommandOf<"advance">,
	context: FileContext,
): Result<FilePatch, Problem> {
	const { file, hasBytes } = context;
	if (hasBytes) return alreadyStored();
	if (file.state !== "expected" && file.state !== "uploading" && file.state !== "paused")
		return wrongState("The file is not being uploaded any more.");
	const known = size === undefined || size === file.size ? {} : { size };
	return ok(stored === file.stored ? known : { ...known, stored });
}

function retry(ticket: number, { file, hasBytes }: FileContext): Result<FilePatch, Problem> {
	const again = { problem: null, retryAt: null, attempt: 0, ...clearCount(file) } as const;
	switch (file.state) {
		case "retrying":
			return ok({ state: hasBytes ? "queued" : "expected", retryAt: null });
		case "failed":
		case "cancelled":
			if (!hasBytes) return ok({ ...again, state: "expected", stage: null, progress: 0 });
			return ok({ ...again, ...STORED_STAGE, state: "queued", ticket });
		default:
			return NOTHING;
	}
}

function pause({ file }: FileContext): Result<FilePatch, Problem> {
	switch (file.state) {
		case "expected":
		case "uploading":
		case "queued":
		case "retrying":
			return ok({ state: "paused", ticket: null, retryAt: null });
		case "processing":
			return wrongState("The file is being read right now and will be finished in a moment.");
		default:
			return NOTHING;
	}
}

function cancel({ file }: FileContext): Result<FilePatch, Problem> {
	if (file.state === "cancelled") return NOTHING;
	if (file.state === "completed") return wrongState("The file is finished. Delete it to remove it.");
	return ok({
		state: "cancelled",
		stored: 0,
		progress: 0,
		stage: null,
		ticket: null,
		retryAt: null,
		problem: null,
	});
}

/** Kind and media type as the bytes show them, unless the record has them already. */
function newKind({ kind, mime }: { kind: FileKind; mime: string }, file: FileRecord): FilePatch {
	return file.kind === kind && file.mime === mime ? {} : { kind, mime };
}

/** Sends only what has changed: a long document reports thousands of steps. */
function reportProgress(
	{ stage, progress, count, ...kind }: FileCommandOf<"progress">,
	file: FileRecord,
): FilePatch {
	const patch = { progress, ...(stage !== file.stage && { stage }), ...newKind(kind, file) };
	if (count !== undefined)
		return { ...patch, done: count.done, ...(count.total !== file.total && { total: count.total }) };
	return { ...patch, ...clearCount(file) };
}

function clearCount(file: FileRecord): FilePatch {
	return file.total === undefined ? {} : { done: null, total: null };
}

/** Why a stored file waits that only an extractor can read. */
const EXTRACTOR_SILENT: FileProblem = {
	code: "extractor-silent",
	detail:
		"The service that reads this kind of file does not answer just now. The file is read as soon as it does.",
};

const NO_PROBLEM = { problem: null, retryAt: null } as const;

/** Decides what one command does to one file: a patch (empty when there is nothing to do), or a refusal. */
export function decideFile(command: FileCommand, context: FileContext): Result<FilePatch, Problem> {
	const { file, hasBytes } = context;
	switch (command.type) {
		case "begin":
			return begin(context);
		case "store":
			return store(command, context);
		case "advance":
			return advance(command, context);
		case "release":
			return file.state === "uploading" ? ok({ state: "expected" }) : NOTHING;
		case "fetch":
		case "describe-link":
		case "fetch-failed":
			return decideLink(command, context);
		case "start":
			if (file.state !== "queued" && file.state !== "retrying")
				return wrongState("The file is not waiting to be read.");
			return ok({
				state: "processing",
				attempt: file.attempt + 1,
				retryAt: null,
				...(file.problem?.code === EXTRACTOR_SILENT.code && { problem: null }),
			});
		case "progress":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			return ok(reportProgress(command, file));
		case "suspend":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			// Something was saved, so the next turn is not a retry. It keeps its ticket: what has begun is finished before anything new begins.
			return ok({ state: "queued", attempt: 0 });
		case "read-again":
			if (file.state !== "completed" || !hasBytes) return wrongState("The file has not been read yet.");
			return ok({ ...STORED_STAGE, state: "queued", ticket: command.ticket, attempt: 0 });
		case "complete":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			return ok({ ...command.found, ...NO_PROBLEM, state: "completed", progress: 100 });
		case "fail":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			return ok({
				state: "failed",
				problem: command.problem,
				...newKind(command, file),
				retryAt: null,
			});
		case "defer":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			if (!command.gained && file.attempt >= MAX_ATTEMPTS)
				return ok({ state: "failed", problem: command.problem, retryAt: null });
			return ok({
				state: "retrying",
				problem: command.problem,
				retryAt: command.retryAt,
				...(command.gained && { attempt: 0 }),
			});
		case "hold":
			if (file.state !== "queued" && file.state !== "retrying")
				return wrongState("The file is not waiting to be read.");
			// An earlier problem says more: it also decides how the file is read next.
			return file.problem ? NOTHING : ok({ problem: EXTRACTOR_SILENT });
		case "retry":
			return retry(command.ticket, context);
		case "pause":
			return pause(context);
		case "resume":
			if (file.state !== "paused") return NOTHING;
			return ok(hasBytes ? { state: "queued", ticket: command.ticket } : { state: "expected" });
		case "cancel":
			return cancel(context);
		case "remove":
			return ok({ removed: true });
	}
}
