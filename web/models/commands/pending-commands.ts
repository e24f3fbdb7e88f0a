import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { FileState } from "../../../src/protocol/files/file-state.ts";
import type { CommandAction, Target } from "../../../src/protocol/stream/command-message.ts";

/** A command that the server has not answered yet. */
export interface PendingCommand {
	readonly does: CommandAction;
	readonly target: Target;
}

/** The file states in which an action has an effect. */
const AFFECTED_STATES: Readonly<Record<CommandAction, readonly FileState[] | "any">> = {
	pause: ["expected", "uploading", "queued", "retrying"],
	resume: ["paused"],
	retry: ["failed", "cancelled"],
	cancel: ["expected", "uploading", "queued", "processing", "retrying", "paused", "failed"],
	remove: "any",
};

/** Whether a target includes a file, whose batch has this key. */
export function isTargeted(target: Target, { n }: FileRecord, key: string | undefined): boolean {
	if (target === "session") return true;
	return "file" in target ? target.file === n : target.key === key;
}

/** The commands that are under way, so that rows can show them at once. */
export class PendingCommands {
	#commands: PendingCommand[] = [];
	#onChanged: (target: Target) => void;

	constructor(onChanged: (target: Target) => void) {
		this.#onChanged = onChanged;
	}

	add(command: PendingCommand): void {
		this.#commands.push(command);
		this.#onChanged(command.target);
	}

	/** The command was answered: the server's record shows the result. */
	remove(command: PendingCommand): void {
		this.#commands = this.#commands.filter((other) => other !== command);
		this.#onChanged(command.target);
	}

	/** The last action requested for a file, if it has an effect in the file's state. */
	actionFor(record: FileRecord, key: string | undefined): CommandAction | undefined {
		const last = this.#commands.findLast(({ target }) => isTargeted(target, record, key));
		if (last === undefined) return undefined;
		const states = AFFECTED_STATES[last.does];
		return states === "any" || states.includes(record.state) ? last.does : undefined;
	}
}
