import type { Target, Verb } from "../../src/protocol/command-message.ts";
import type { Api } from "../edges/api.ts";
import type { Failure } from "../edges/failure.ts";
import type { Persevere } from "../edges/persevere.ts";
import type { Notices } from "./notices.ts";
import { sentence } from "./sentence.ts";
import type { SessionModel } from "./session.ts";
import type { Uploads } from "./uploads.ts";

/** What commands need. */
export interface FileCommandsDeps {
	readonly api: Pick<Api, "order" | "removeFile">;
	readonly uploads: Pick<Uploads, "canResend" | "resend" | "resendAll">;
	readonly session: Pick<SessionModel, "record" | "batchKey">;
	readonly persevere: Persevere;
	readonly notices: Notices;
}

const LATER = "The server cannot be reached. It is told as soon as it answers.";

function nameOf(target: Target): string {
	if (target === "session") return target;
	return "file" in target ? `file ${target.file}` : `batch ${target.key}`;
}

/**
 * What a person can ask to be done with files: one, a batch's, or all. The list changes when the server's frames say so,
 * not before, and then in every tab. An order is repeated until the server answers, unless a newer one takes its place.
 */
export class FileCommands {
	#deps: FileCommandsDeps;
	/** The newest order for each target. */
	#newest = new Map<string, symbol>();

	constructor(deps: FileCommandsDeps) {
		this.#deps = deps;
	}

	/** Gives an order. What failed on its way here is sent again, the rest is the server's to try. */
	async order(verb: Verb, target: Target): Promise<void> {
		if (verb === "retry" && (await this.#resend(target)) === "done") return;
		const { api, persevere, notices } = this.#deps;
		const name = nameOf(target);
		const mine = Symbol(verb);
		this.#newest.set(name, mine);
		const isWanted = () => this.#newest.get(name) === mine;
		const ask = async () => {
			const answer = await api.order(verb, target);
			if (!answer.ok && answer.problem.kind === "network" && isWanted()) notices.say(LATER);
			return answer;
		};
		const answer = await persevere(ask, isWanted);
		if (!isWanted()) return;
		this.#newest.delete(name);
		if (!answer.ok) this.#say(answer.problem);
	}

	/** Answers whether the file is gone. */
	async remove(n: number): Promise<boolean> {
		const answer = await this.#deps.api.removeFile(n);
		if (!answer.ok) this.#say(answer.problem);
		return answer.ok;
	}

	/** Sends again what this page could not send. `done` when that is all there is to do. */
	async #resend(target: Target): Promise<"done" | "ask"> {
		const { uploads, session } = this.#deps;
		if (target === "session") await uploads.resendAll(() => true);
		else if ("key" in target)
			await uploads.resendAll((n) => session.batchKey(session.record(n)?.batch ?? 0) === target.key);
		else if (uploads.canResend(target.file)) {
			await uploads.resend(target.file);
			return "done";
		}
		return "ask";
	}

	#say(failure: Failure): void {
		this.#deps.notices.say(sentence(failure), "bad");
	}
}
