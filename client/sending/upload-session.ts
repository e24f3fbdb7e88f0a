import type { FileRecord } from "../../src/protocol/files/file-record.ts";
import type { ManifestEntry } from "../../src/protocol/files/manifest.ts";
import { ok, type Result } from "../../src/protocol/result.ts";
import type { Target, Verb } from "../../src/protocol/stream/command-message.ts";
import { type Api, createApi } from "../http/api.ts";
import type { Clock } from "../http/clock.ts";
import type { Failure } from "../http/failure.ts";
import { createPersevere, type Persevere } from "../http/retry.ts";

/** The credential that stands for the page's own cookie. */
const COOKIE = "cookie";

/** What a session of an `Uploader` is made of. */
export interface UploadSessionOptions {
	readonly origin: string;
	readonly credential: string | undefined;
	readonly clock: Clock;
	fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** The session in whose name an `Uploader` sends. Whatever it asks it asks until the server answers, or it is closed. */
export class UploadSession {
	#api: Api;
	#persevere: Persevere;
	#credential: string | undefined;
	#opening: Promise<Result<null, Failure>> | undefined;
	#closed = false;

	constructor({ origin, credential, clock, fetch }: UploadSessionOptions) {
		this.#credential = credential;
		this.#persevere = createPersevere(clock);
		this.#api = createApi({
			fetch: (path, init = {}) => {
				const headers = { ...Object.fromEntries(new Headers(init.headers)), ...this.headers() };
				return fetch(`${origin}${path}`, { ...init, headers });
			},
			clock,
			changed: () => {},
		});
	}

	/** `<id>.<token>`, or `cookie`; `undefined` while no session is open. */
	get credential(): string | undefined {
		return this.#credential;
	}

	/** What says who is asking. A cookie travels by itself. */
	headers(): Record<string, string> {
		const credential = this.#credential;
		if (credential === undefined || credential === COOKIE) return {};
		return { authorization: `Bearer ${credential}` };
	}

	/** Opens a session where there is none; once, however often it is asked. */
	open(): Promise<Result<null, Failure>> {
		this.#opening ??= this.#openOnce();
		return this.#opening;
	}

	/** The numbers of a batch's files, in their order. The same files again have the same numbers. */
	async announce(batch: string, files: ManifestEntry[]): Promise<Result<readonly number[], Failure>> {
		const answer = await this.#ask(() => this.#api.announce(batch, { files }));
		return answer.ok ? ok(answer.value.files) : answer;
	}

	/** What the server knows of a batch's files. */
	async records(batch: string): Promise<Result<readonly FileRecord[], Failure>> {
		const answer = await this.#ask(() => this.#api.readBatch(batch));
		return answer.ok ? ok(answer.value.files) : answer;
	}

	/** An order that every reader of the session sees. */
	async order(verb: Verb, target: Target): Promise<Result<unknown, Failure>> {
		const opened = await this.open();
		if (!opened.ok) return opened;
		return this.#ask(() => this.#api.order(verb, target));
	}

	close(): void {
		this.#closed = true;
	}

	#ask<Value>(ask: () => Promise<Result<Value, Failure>>): Promise<Result<Value, Failure>> {
		return this.#persevere(ask, () => !this.#closed);
	}

	async #openOnce(): Promise<Result<null, Failure>> {
		if (this.#credential === COOKIE) {
			const entered = await this.#ask(() => this.#api.enterSession());
			if (!entered.ok) this.#opening = undefined;
			return entered.ok ? ok(null) : entered;
		}
		if (this.#credential !== undefined) return ok(null);
		const opened = await this.#ask(() => this.#api.openSession());
		if (!opened.ok) {
			this.#opening = undefined;
			return opened;
		}
		this.#credential = `${opened.value.session.id}.${opened.value.token}`;
		return ok(null);
	}
}
