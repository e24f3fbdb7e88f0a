import type { Failure } from "../../../client/http.ts";
import type { Target, Verb } from "../../../src/protocol/stream/command-message.ts";
import { failureSentence } from "../failure-sentence.ts";
import type { Notices } from "../notices.ts";
import type { SenderProxy } from "../sending/sender-proxy.ts";
import type { SessionModel } from "../session/session-model.ts";

/** Dependencies of the file commands. */
export interface FileCommandsDeps {
	readonly sending: Pick<SenderProxy, "sendCommand" | "canResend" | "resend" | "resendAll">;
	readonly session: Pick<SessionModel, "record" | "batchKey">;
	readonly notices: Notices;
}

/**
 * Commands a person can give for one file, a batch or everything. Rows show at once that a command was given; the list
 * itself changes only when the server's frames arrive, and then in every tab.
 */
export class FileCommands {
	#deps: FileCommandsDeps;

	constructor(deps: FileCommandsDeps) {
		this.#deps = deps;
	}

	/** Runs a command. A retry first resends what failed in this page; the server retries the rest. */
	async run(verb: Verb, target: Target): Promise<void> {
		if (verb === "retry" && (await this.#resend(target)) === "done") return;
		const answer = await this.#deps.sending.sendCommand(verb, target);
		if (!answer.ok) this.#reportFailure(answer.problem);
	}

	/** Removes a file. Resolves to whether it is gone. */
	async remove(n: number): Promise<boolean> {
		const answer = await this.#deps.sending.sendCommand("remove", { file: n });
		if (!answer.ok) this.#reportFailure(answer.problem);
		return answer.ok;
	}

	/** Resends what this page failed to send. `done` if nothing is left for the server to retry. */
	async #resend(target: Target): Promise<"done" | "ask"> {
		const { sending, session } = this.#deps;
		if (target === "session") await sending.resendAll(() => true);
		else if ("key" in target)
			await sending.resendAll((n) => session.batchKey(session.record(n)?.batch ?? 0) === target.key);
		else if (sending.canResend(target.file)) {
			await sending.resend(target.file);
			return "done";
		}
		return "ask";
	}

	#reportFailure(failure: Failure): void {
		this.#deps.notices.show(failureSentence(failure), "bad");
	}
}
