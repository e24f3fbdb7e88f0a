import type { FileRecord } from "../../src/protocol/files/file-record.ts";
import type { ManifestEntry } from "../../src/protocol/files/manifest.ts";
import { ok, type Result } from "../../src/protocol/result.ts";
import type { Target, Verb } from "../../src/protocol/stream/command-message.ts";
import { type Api, createApi } from "../http/api.ts";
import type { Clock } from "../http/clock.ts";
import type { Failure } from "../http/failure.ts";
import type { ApiResult } from "../http/request-json.ts";
import { createRetry, type Retry } from "../http/retry.ts";

/** The `credential` that stands for the page's own cookie. */
const COOKIE = "cookie";

/** What the session of an `Uploader` is made of. */
export interface UploadSessionOptions {
	readonly origin: string;
	readonly credential: string | undefined;
	readonly clock: Clock;
	fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** The session that an `Uploader` sends to. Every request is retried until the server gives a final answer, or until `close`. */
export class UploadSession {
	#api: Api;
	#retry: Retry;
	#credential: string | undefined;
	#opening: Promise<Result<null, Failure>> | undefined;
	#closed = false;

	constructor({ origin, credential, clock, fetch }: UploadSessionOptions) {
		this.#credential = credential;
		this.#retry = createRetry(clock);
		this.#api = createApi({
			fetch: (path, init = {}) => {
				const headers = { ...Object.fromEntries(new Headers(init.headers)), ...this.headers() };
				return fetch(`${origin}${path}`, { ...init, headers });
			},
			clock,
		});
	}

	/** `<id>.<token>`, or `cookie`; `undefined` while no session is open. */
	get credential(): string | undefined {
		return this.#credential;
	}

	/** The headers that authenticate a request; none with a cookie, which the browser adds. */
	headers(): Record<string, string> {
		const credential = this.#credential;
		if (credential === undefined || credential === COOKIE) return {};
		return { authorization: `Bearer ${credential}` };
	}

	/** Opens a session if there is none. Concurrent and later calls share the result; a failed opening is tried anew. */
	open(): Promise<Result<null, Failure>> {
		this.#opening ??= this.#open();
		return this.#opening;
	}

	/** Announces files, and returns their numbers in order. The same files in the same batch keep their numbers. */
	async announce(batch: string, files: ManifestEntry[]): Promise<Result<readonly number[], Failure>> {
		const answer = await this.#request(() => this.#api.announce(batch, { files }));
		return answer.ok ? ok(answer.value.files) : answer;
	}

	/** What the server knows about a batch's files. */
	async records(batch: string): Promise<Result<readonly FileRecord[], Failure>> {
		const answer = await this.#request(() => this.#api.readBatch(batch));
		return answer.ok ? ok(answer.value.files) : answer;
	}

	/** Pauses, resumes, cancels or retries on the server, so that every reader of the session sees it. */
	async control(verb: Verb, target: Target): Promise<Result<unknown, Failure>> {
		const opened = await this.open();
		if (!opened.ok) return opened;
		return this.#request(() => this.#api.control(verb, target));
	}

	close(): void {
		this.#closed = true;
	}

	#request<Value>(request: () => ApiResult<Value>): ApiResult<Value> {
		return this.#retry(request, () => !this.#closed);
	}

	async #open(): Promise<Result<null, Failure>> {
		if (this.#credential === COOKIE) {
			const entered = await this.#request(() => this.#api.ensureSession());
			if (!entered.ok) this.#opening = undefined;
			return entered.ok ? ok(null) : entered;
		}
		if (this.#credential !== undefined) return ok(null);
		const opened = await this.#request(() => this.#api.createSession());
		if (!opened.ok) {
			this.#opening = undefined;
			return opened;
		}
		this.#credential = `${opened.value.session.id}.${opened.value.token}`;
		return ok(null);
	}
}
