import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { IdempotencyKey } from "../../protocol/stream/command-message.ts";
import type { IdempotencyRecord } from "../state/idempotency-records.ts";
import type { Model } from "../state/model.ts";
import type { Command, CommandOf } from "./command.ts";
import { announce, begin, beginUpload, describeLink, store } from "./decide-arrival.ts";
import { applyVerb, remove } from "./decide-verb.ts";
import { type Decision, DecisionBuilder } from "./decision-builder.ts";
import type { FileCommand } from "./file-rules.ts";
import { readAgainForCaptions } from "./read-again.ts";
import { noSuchFile } from "./targets.ts";

/** Decides what a command does to a session. Changes nothing; equal arguments give equal answers. */
export function decide(model: Model, command: Command, now: number): Result<Decision, Problem> {
	const key = "idempotencyKey" in command ? command.idempotencyKey : undefined;
	if (key) return decideOnce(model, command, key, now);
	const builder = new DecisionBuilder(model, now);
	const refused = run(builder, command);
	if (refused) return refuse(refused);
	const { changes, notes, results } = builder;
	return ok({ changes, notes, results });
}

/** The same under an idempotency key. A refusal is remembered too: a repetition must not execute what was refused once. */
function decideOnce(
	model: Model,
	command: Command,
	key: IdempotencyKey,
	now: number,
): Result<Decision, Problem> {
	const known = model.idempotency.find(key);
	if (known && "tab" in known) return ok({ changes: [], notes: [], results: [], record: known });
	if (known) return refuse(known);
	const builder = new DecisionBuilder(model, now);
	const refused = run(builder, command);
	const { tab, number } = key;
	const record: IdempotencyRecord = {
		tab,
		number,
		at: now,
		changed: refused ? 0 : builder.results.length,
		...(refused && { refused: { code: refused.code, detail: refused.detail } }),
	};
	if (refused)
		return ok({ changes: [], notes: [{ after: 0, note: { receipt: record } }], results: [], record });
	builder.addNote({ receipt: record });
	const { changes, notes, results } = builder;
	return ok({ changes, notes, results, record });
}

function run(builder: DecisionBuilder, command: Command): Problem | undefined {
	const refused = runByType(builder, command);
	if (refused) return refused;
	readAgainForCaptions(builder);
}

function runByType(builder: DecisionBuilder, command: Command): Problem | undefined {
	switch (command.type) {
		case "announce":
			return announce(builder, command);
		case "describe-link":
			return describeLink(builder, command);
		case "begin":
			return begin(builder, command);
		case "store":
			return store(builder, command);
		case "begin-upload":
			return beginUpload(builder, command);
		case "release":
			if (builder.model.incoming.get(command.file) !== command.object) return;
			builder.addNote({ file: command.file, incoming: null });
			return applyToFile(builder, command.file, { type: "release" });
		case "start":
			return start(builder, command.files);
		case "complete":
			return complete(builder, command);
		case "verb":
			return applyVerb(builder, command.verb, command.target);
		case "remove":
			return remove(builder, command.target);
		default:
			return applyToFile(builder, command.file, command);
	}
}

/** Starts the files that wait; refused when none of them does. */
function start(builder: DecisionBuilder, files: readonly number[]): Problem | undefined {
	let refused: Problem | undefined;
	for (const n of files) refused = applyToFile(builder, n, { type: "start" }) ?? refused;
	return builder.results.length === 0 ? refused : undefined;
}

function applyToFile(builder: DecisionBuilder, n: number, command: FileCommand): Problem | undefined {
	const file = builder.model.state.files.get(n);
	if (file === undefined) return noSuchFile(n);
	const applied = builder.apply(file, command);
	if (!applied.ok) return applied.problem;
	builder.results.push(ok(n));
}

function complete(builder: DecisionBuilder, command: CommandOf<"complete">): Problem | undefined {
	const { file, found, triedCaptions } = command;
	const refused = applyToFile(builder, file, { type: "complete", found });
	if (refused) return refused;
	const before = builder.model.sidecars.triedFor(file);
	if (triedCaptions) builder.addNote({ file, wordless: triedCaptions });
	else if (before) builder.addNote({ file, wordless: null });
}
