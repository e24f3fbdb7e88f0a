import { parseRefusal } from "../../../client/http/failure.ts";
import {
	type BodyReply,
	type BodyRequest,
	bodyBytes,
	type SendBody,
} from "../../../client/sending/requests/send-body.ts";
import { type Problem, problem } from "../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../src/protocol/result.ts";
import type { FakeClock } from "../../client/support/fake-clock.ts";
import type { Chance } from "../../support/seed.ts";

/** The probability of each fault of a request, 0–1. */
export interface Faults {
	/** The request never arrives. */
	readonly requestLost: number;
	/** The request is executed, and its answer never arrives. */
	readonly answerLost: number;
	/** The request is cut in the middle. */
	readonly cut: number;
	/** It is refused with 429 and a time to wait. */
	readonly busy: number;
	/** It is refused with 500. */
	readonly broken: number;
}

interface StoredFile {
	readonly size: number;
	bytes: number;
	begun: boolean;
	/** How often all bytes were received. */
	times: number;
}

const ALREADY = problem("already-stored", "It is there.");

/** The server's side of the upload engine, with a memory: forms, raw bodies and tus, and the faults of a test. */
export class FakeStore {
	readonly files = new Map<number, StoredFile>();
	/** Bytes that were sent again although they were stored. */
	resentBytes = 0;
	/** Requests in flight, and their maximum. */
	running = 0;
	maxRunning = 0;
	#clock: FakeClock;
	#chance: Chance;
	#faults: Faults;

	constructor(clock: FakeClock, chance: Chance, faults: Faults) {
		this.#clock = clock;
		this.#chance = chance;
		this.#faults = faults;
	}

	expect(n: number, size: number): void {
		this.files.set(n, { size, bytes: 0, begun: false, times: 0 });
	}

	readonly send: SendBody = async (request) => {
		this.running++;
		this.maxRunning = Math.max(this.maxRunning, this.running);
		const fault = this.#fault();
		await new Promise<void>((done) => this.#clock.after(1 + this.#chance.below(50), done));
		this.running--;
		if (request.signal.aborted || fault === "requestLost") return refuse({ kind: "network" });
		if (fault === "busy") return refuse(parseRefusal(429, problem("rate-limited", "Slow down."), "1"));
		if (fault === "broken") return refuse(parseRefusal(500, null, null));
		request.onSent(bodyBytes(request.body));
		const answer = await this.#take(request, fault === "cut");
		if (fault === "answerLost" || fault === "cut") return refuse({ kind: "network" });
		return answer;
	};

	#fault(): keyof Faults | undefined {
		let draw = this.#chance.next();
		for (const name of ["requestLost", "answerLost", "cut", "busy", "broken"] as const) {
			if (draw < this.#faults[name]) return name;
			draw -= this.#faults[name];
		}
		return undefined;
	}

	async #take({ method, url: path, headers = {}, body }: BodyRequest, cut: boolean): ReturnType<SendBody> {
		if (body instanceof FormData) {
			const parts = [...body].map(([n, part]) => ({ n: Number(n), size: (part as File).size }));
			// Of a request that is cut, the first files are stored.
			const whole = cut ? parts.slice(0, parts.length >> 1) : parts;
			return ok(reply({ files: whole.map(({ n, size }) => this.#store(n, size)) }));
		}
		const created = headers["upload-metadata"];
		const n = Number(created ? atob(created.slice(2)) : /(\d+)$/.exec(path)?.[1]);
		const file = this.files.get(n);
		if (file === undefined) return refuse(parseRefusal(404, problem("not-found", "Unknown."), null));
		if (method === "PUT") {
			if (cut) return refuse({ kind: "network" });
			const { problem: refusalProblem } = this.#store(n, body?.size ?? 0);
			return refusalProblem
				? refuse(parseRefusal(refusalProblem.status, refusalProblem, null))
				: ok(reply({}));
		}
		if (method === "POST") {
			if (file.times > 0) return refuse(parseRefusal(409, ALREADY, null));
			file.begun = true;
		} else if (!file.begun) return refuse(parseRefusal(404, null, null));
		if (method === "PATCH") {
			const offset = Number(headers["upload-offset"]);
			if (offset !== file.bytes) {
				const refusalProblem = problem("wrong-offset", `${file.bytes} are stored.`);
				return refuse(parseRefusal(409, refusalProblem, null));
			}
			file.bytes += cut ? this.#chance.below(body?.size ?? 0) : (body?.size ?? 0);
			if (file.bytes === file.size) file.times++;
		}
		return ok(reply(null, file.bytes));
	}

	#store(n: number, size: number): { n?: number; name: string; state: string; problem?: Problem } {
		const file = this.files.get(n);
		if (file === undefined || size !== file.size)
			return { name: `${n}`, state: "refused", problem: problem("not-found", "Unknown.") };
		if (file.times > 0) {
			this.resentBytes += size;
			// As the real server does, without the number.
			return { name: `${n}`, state: "refused", problem: ALREADY };
		}
		file.bytes = size;
		file.times++;
		return { n, name: `${n}`, state: "stored" };
	}
}

function reply(body: unknown, offset?: number): BodyReply {
	return { body, header: (name) => (name === "upload-offset" && offset !== undefined ? `${offset}` : null) };
}
