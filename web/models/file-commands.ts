import type { Api } from "../edges/api.ts";
import type { Failure } from "../edges/failure.ts";
import type { Notices } from "./notices.ts";
import { sentence } from "./sentence.ts";
import type { Uploads } from "./uploads.ts";

/** What a person can ask to be done with files. The list changes when the server's frames say so, not before. */
export class FileCommands {
	#api: Pick<Api, "retryFile" | "retryAllFailed" | "removeFile">;
	#uploads: Uploads;
	#notices: Notices;

	constructor(
		api: Pick<Api, "retryFile" | "retryAllFailed" | "removeFile">,
		uploads: Uploads,
		notices: Notices,
	) {
		this.#api = api;
		this.#uploads = uploads;
		this.#notices = notices;
	}

	async retry(n: number): Promise<void> {
		if (this.#uploads.canResend(n)) return this.#uploads.resend(n);
		const answer = await this.#api.retryFile(n);
		if (!answer.ok) this.#say(answer.problem);
	}

	async retryAll(): Promise<void> {
		await this.#uploads.resendAll();
		const answer = await this.#api.retryAllFailed();
		if (!answer.ok) this.#say(answer.problem);
	}

	/** Answers whether the file is gone. */
	async remove(n: number): Promise<boolean> {
		const answer = await this.#api.removeFile(n);
		if (!answer.ok) this.#say(answer.problem);
		return answer.ok;
	}

	#say(failure: Failure): void {
		this.#notices.say(sentence(failure), "bad");
	}
}
