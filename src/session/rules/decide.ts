import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result, refuse } from "../../protocol/result.ts";
import type { CommandNumber } from "../../protocol/stream/command-message.ts";
import type { Receipt } from "../state/idempotency-records.ts";
import type { Model } from "../state/model.ts";
import type { Command } from "./command.ts";
import { announce, begin, learn, receive, store } from "./decide-arrival.ts";
import { order, remove } from "./decide-order.ts";
import { type Decision, Draft } from "./decision-builder.ts";
import type { FileCommand } from "./file-rules.ts";
import { noSuchFile } from "./targets.ts";

function one(draft: Draft, n: number, command: FileCommand): Problem | undefined {
	const file = draft.model.state.files.get(n);
	if (file === undefined) return noSuchFile(n);
	const stepped = draft.step(file, command);
	if (!stepped.ok) return stepped.problem;
	draft.outcomes.push(ok(n));
}

function write(draft: Draft, command: Command): Problem | undefined {
	switch (command.type) {
		case "announce":
			return announce(draft, command);
		case "learn":
			return learn(draft, command);
		case "begin":
			return begin(draft, command);
		case "store":
			return store(draft, command);
		case "receive":
			return receive(draft, command);
		case "release":
			if (draft.model.incoming.get(command.file) !== command.object) return;
			draft.note({ file: command.file, incoming: null });
			return one(draft, command.file, { type: "release" });
		case "start":
			for (const n of command.files) one(draft, n, { type: "start" });
			return;
		case "reread":
		case "suspend": {
			const { type, file } = command;
			const batch = draft.model.state.files.get(file)?.batch ?? 0;
			return one(draft, file, { type, ticket: draft.ticket(batch) });
		}
		case "order":
			return order(draft, command.verb, command.target);
		case "remove":
			return remove(draft, command.target);
		default:
			return one(draft, command.file, command);
	}
}

/** Decides what a command does to a session. Changes nothing; the same arguments give the same answer. */
export function decide(model: Model, command: Command, now: number): Result<Decision, Problem> {
	const once = "once" in command ? command.once : undefined;
	if (once) return decideOnce(model, command, once, now);
	const draft = new Draft(model, now);
	const refused = write(draft, command);
	if (refused) return refuse(refused);
	return ok({ changes: draft.changes, notes: draft.notes, outcomes: draft.outcomes });
}

/** The same for a numbered command. A refusal is remembered too: what was refused once is not done by a repetition. */
function decideOnce(
	model: Model,
	command: Command,
	once: CommandNumber,
	now: number,
): Result<Decision, Problem> {
	const known = model.receipts.find(once);
	if (known && "tab" in known) return ok({ changes: [], notes: [], outcomes: [], receipt: known });
	if (known) return refuse(known);
	const draft = new Draft(model, now);
	const refused = write(draft, command);
	const { tab, number } = once;
	const receipt: Receipt = {
		tab,
		number,
		at: now,
		changed: refused ? 0 : draft.outcomes.length,
		...(refused && { refused: { code: refused.code, detail: refused.detail } }),
	};
	if (refused) return ok({ changes: [], notes: [{ after: 0, note: { receipt } }], outcomes: [], receipt });
	draft.note({ receipt });
	return ok({ changes: draft.changes, notes: draft.notes, outcomes: draft.outcomes, receipt });
}
