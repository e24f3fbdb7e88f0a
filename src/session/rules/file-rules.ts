import type { FileProblem, FileRecord } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import { STORED_STAGE } from "../../protocol/files/stages.ts";
import { MAX_ATTEMPTS } from "../../protocol/limits.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { FileFacts, Patch } from "./file-context.ts";
import { decideLink, type LinkCommand } from "./link-rules.ts";

/*
 * What may become of a file.
 *
 *              begin            store               start                complete
 *   expected ────────► uploading ────► queued ────────────► processing ────────────► completed
 *      ▲                   │             ▲  ▲                  │    │
 *      └──── release ──────┘       retry │  └── retrying ◄─────┘    └─────► failed
 *                                        │        (defer, while attempts are left)
 *                                        └───────────────────────────────── failed
 *   suspend: processing → queued, when a long reading has had its turn; it goes on from what it kept.
 *   reread: completed → queued, when something has come that belongs to it, such as the captions of a film.
 *   advance: while the bytes come, so many of them lie in storage.
 *   pause: expected, uploading, queued, retrying → paused;  resume leads back.
 *   cancel: everything but completed → cancelled, and its bytes go;  retry → expected.
 *
 * Commands that find nothing to do succeed with an empty patch, so that they can be sent twice.
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
			readonly type: "reach";
			readonly stage: string;
			readonly progress: number;
			readonly count?: StageCount;
			readonly kind: FileKind;
			readonly mime: string;
	  }
	| { readonly type: "suspend"; readonly ticket: number }
	| { readonly type: "reread"; readonly ticket: number }
	| { readonly type: "complete"; readonly found: Found }
	| { readonly type: "fail"; readonly problem: FileProblem; readonly kind: FileKind; readonly mime: string }
	| { readonly type: "defer"; readonly problem: FileProblem; readonly retryAt: number }
	| { readonly type: "retry"; readonly ticket: number }
	| { readonly type: "pause" }
	| { readonly type: "resume"; readonly ticket: number }
	| { readonly type: "cancel" }
	| { readonly type: "remove" };

/** How much of what a stage goes through is done, such as pages or chunks. */
export interface StageCount {
	readonly done: number;
	readonly total: number;
}

/** What the record tells of a finished extraction; the facts themselves are kept apart. */
export interface Found {
	readonly stage: string;
	readonly kind: FileKind;
	readonly mime: string;
	readonly fields: number;
	readonly took: number;
	readonly completeness: number;
	readonly confidence: number;
	readonly thumbnail: boolean;
}

const NOTHING: Result<Patch, Problem> = ok({});

function wrongState(detail: string): Result<Patch, Problem> {
	return refuse(problem("wrong-state", detail));
}

function alreadyStored(): Result<Patch, Problem> {
	return refuse(
		problem("already-stored", "All bytes of this file are stored already. Nothing needs to be sent."),
	);
}

function begin({ file, hasBytes }: FileFacts): Result<Patch, Problem> {
	if (hasBytes) return alreadyStored();
	switch (file.state) {
		case "expected":
		case "uploading":
			// A link has said so when it was asked for.
			return file.host !== undefined && file.state === "uploading" ? NOTHING : ok({ state: "uploading" });
		case "paused":
			return wrongState("The file is paused. Resume it, then send its bytes.");
		default:
			return wrongState("The file was cancelled. Retry it, then send its bytes.");
	}
}

function store(command: Extract<FileCommand, { type: "store" }>, facts: FileFacts): Result<Patch, Problem> {
	if (facts.hasBytes) return alreadyStored();
	const { size, ticket } = command;
	const { attempt, problem: before } = facts.file;
	// The tries that a link took are not those of reading it.
	const fresh = { ...(attempt > 0 && { attempt: 0 }), ...(before && { problem: null }) };
	const stored = { size, stored: size, ...STORED_STAGE, ...fresh };
	switch (facts.file.state) {
		case "expected":
		case "uploading":
			return ok({ ...stored, state: "queued", ticket });
		case "paused":
			return ok(stored);
		default:
			return wrongState(
				"The file was cancelled while its bytes were on the way. Retry it to send them again.",
			);
	}
}

/** Bytes that lie in storage stay there, and are told, whatever the file waits for. */
function advance(
	{ stored, size }: Extract<FileCommand, { type: "advance" }>,
	facts: FileFacts,
): Result<Patch, Problem> {
	const { file, hasBytes } = facts;
	if (hasBytes) return alreadyStored();
	if (file.state !== "expected" && file.state !== "uploading" && file.state !== "paused")
		return wrongState("The file is not being uploaded any more.");
	const known = size === undefined || size === file.size ? {} : { size };
	return ok(stored === file.stored ? known : { ...known, stored });
}

function retry(ticket: number, { file, hasBytes }: FileFacts): Result<Patch, Problem> {
	const again = { problem: null, retryAt: null, attempt: 0, ...uncounted(file) } as const;
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

function pause({ file }: FileFacts): Result<Patch, Problem> {
	switch (file.state) {
		case "expected":
		case "uploading":
		case "queued":
		case "retrying":
			return ok({ state: "paused", ticket: null, retryAt: null });
		case "processing":
			return wrongState("The file is being read right now and will be done in a moment.");
		default:
			return NOTHING;
	}
}

function cancel({ file }: FileFacts): Result<Patch, Problem> {
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

/** What the bytes have turned out to be, where that is news. */
function whatItIs({ kind, mime }: { kind: FileKind; mime: string }, file: FileRecord): Patch {
	return file.kind === kind && file.mime === mime ? {} : { kind, mime };
}

/** A step within a stage repeats nothing: there may be thousands of them. */
function reach(
	{ stage, progress, count, ...what }: Extract<FileCommand, { type: "reach" }>,
	file: FileRecord,
): Patch {
	const patch = { progress, ...(stage !== file.stage && { stage }), ...whatItIs(what, file) };
	if (count !== undefined)
		return { ...patch, done: count.done, ...(count.total !== file.total && { total: count.total }) };
	return { ...patch, ...uncounted(file) };
}

function uncounted(file: FileRecord): Patch {
	return file.total === undefined ? {} : { done: null, total: null };
}

const FRESH_KNOWLEDGE = { problem: null, retryAt: null } as const;

/** Decides what one command does to one file: a patch (empty when there is nothing to do), or a refusal. */
export function decideFile(command: FileCommand, facts: FileFacts): Result<Patch, Problem> {
	const { file, hasBytes } = facts;
	switch (command.type) {
		case "begin":
			return begin(facts);
		case "store":
			return store(command, facts);
		case "advance":
			return advance(command, facts);
		case "release":
			return file.state === "uploading" ? ok({ state: "expected" }) : NOTHING;
		case "fetch":
		case "learn":
		case "miss":
			return decideLink(command, facts);
		case "start":
			if (file.state !== "queued" && file.state !== "retrying")
				return wrongState("The file is not waiting to be read.");
			return ok({ state: "processing", attempt: file.attempt + 1, retryAt: null });
		case "reach":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			return ok(reach(command, file));
		case "suspend":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			// What was kept is progress, so the tries begin anew.
			return ok({ state: "queued", ticket: command.ticket, attempt: 0 });
		case "reread":
			if (file.state !== "completed" || !hasBytes) return wrongState("The file has not been read yet.");
			return ok({ ...STORED_STAGE, state: "queued", ticket: command.ticket, attempt: 0 });
		case "complete":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			return ok({ ...command.found, ...FRESH_KNOWLEDGE, state: "completed", progress: 100 });
		case "fail":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			return ok({
				state: "failed",
				problem: command.problem,
				...whatItIs(command, file),
				retryAt: null,
			});
		case "defer":
			if (file.state !== "processing") return wrongState("The file is not being read.");
			if (file.attempt >= MAX_ATTEMPTS)
				return ok({ state: "failed", problem: command.problem, retryAt: null });
			return ok({ state: "retrying", problem: command.problem, retryAt: command.retryAt });
		case "retry":
			return retry(command.ticket, facts);
		case "pause":
			return pause(facts);
		case "resume":
			if (file.state !== "paused") return NOTHING;
			return ok(hasBytes ? { state: "queued", ticket: command.ticket } : { state: "expected" });
		case "cancel":
			return cancel(facts);
		case "remove":
			return ok({ removed: true });
	}
}
