import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import type { FileState } from "../../../src/protocol/files/file-state.ts";
import type { CommandAction, Target } from "../../../src/protocol/stream/command-message.ts";

/** Something that was asked for, and that the server has not answered yet. */
export interface Asking {
	readonly does: CommandAction;
	readonly target: Target;
}

/** The states in which a command does something to a file. */
const DOES_SOMETHING: Readonly<Record<CommandAction, readonly FileState[] | "any">> = {
	pause: ["expected", "uploading", "queued", "retrying"],
	resume: ["paused"],
	retry: ["failed", "cancelled"],
	cancel: ["expected", "uploading", "queued", "processing", "retrying", "paused", "failed"],
	remove: "any",
};

/** Whether a file, whose batch has this key, is among those that a target names. */
export function isAbout(target: Target, { n }: FileRecord, key: string | undefined): boolean {
	if (target === "session") return true;
	return "file" in target ? target.file === n : target.key === key;
}

/** What people have asked for and what is on its way to be done, so that a row says so at once. */
export class Asked {
	#askings: Asking[] = [];
	#changed: (target: Target) => void;

	constructor(changed: (target: Target) => void) {
		this.#changed = changed;
	}

	add(asking: Asking): void {
		this.#askings.push(asking);
		this.#changed(asking.target);
	}

	/** It was answered: the server's record tells the rest. */
	settle(asking: Asking): void {
		this.#askings = this.#askings.filter((open) => open !== asking);
		this.#changed(asking.target);
	}

	/** What was last asked of a file, if it will do something to it. */
	of(record: FileRecord, key: string | undefined): CommandAction | undefined {
		const last = this.#askings.findLast(({ target }) => isAbout(target, record, key));
		if (last === undefined) return undefined;
		const states = DOES_SOMETHING[last.does];
		return states === "any" || states.includes(record.state) ? last.does : undefined;
	}
}
