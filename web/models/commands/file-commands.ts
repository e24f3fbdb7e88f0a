import type { Failure } from "../../../client/http/failure.ts";
import type { Target, Verb } from "../../../src/protocol/stream/command-message.ts";
import { sentence } from "../failure-sentence.ts";
import type { Notices } from "../notices.ts";
import type { Sending } from "../sending/sender-proxy.ts";
import type { SessionModel } from "../session/session-model.ts";

/** What commands need. */
export interface FileCommandsDeps {
	readonly sending: Pick<Sending, "order" | "canResend" | "resend" | "resendAll">;
	readonly session: Pick<SessionModel, "record" | "batchKey">;
	readonly notices: Notices;
}

/**
 * What a person can ask to be done with files: one, a batch's, or all. Rows say at once that it was asked; the list changes
 * when the server's frames say so, and then in every tab.
 */
export class FileCommands {
	#deps: FileCommandsDeps;

	constructor(deps: FileCommandsDeps) {
		this.#deps = deps;
	}

	/** Gives an order. What failed on its way here is sent again, the rest is the server's to try. */
	async order(verb: Verb, target: Target): Promise<void> {
		if (verb === "retry" && (await this.#resend(target)) === "done") return;
		const answer = await this.#deps.sending.order(verb, target);
		if (!answer.ok) this.#say(answer.problem);
	}

	/** Answers whether the file is gone. */
	async remove(n: number): Promise<boolean> {
		const answer = await this.#deps.sending.order("remove", { file: n });
		if (!answer.ok) this.#say(answer.problem);
		return answer.ok;
	}

	/** Sends again what this page could not send. `done` when that is all there is to do. */
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

	#say(failure: Failure): void {
		this.#deps.notices.say(sentence(failure), "bad");
	}
}
