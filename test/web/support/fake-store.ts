import { refusal } from "../../../client/http/failure.ts";
import {
	type BodyReply,
	type BodyRequest,
	bytesOf,
	type SendBody,
} from "../../../client/sending/requests/send-body.ts";
import { type Problem, problem } from "../../../src/protocol/problem.ts";
import { ok, refuse } from "../../../src/protocol/result.ts";
import type { FakeClock } from "../../client/support/fake-clock.ts";
import type { Chance } from "../../support/seed.ts";

/** How often, of one, each fault happens to a request. */
export interface Faults {
	/** It never arrives. */
	readonly lost: number;
	/** It is done, and its answer never arrives. */
	readonly unheard: number;
	/** It breaks off in the middle. */
	readonly cut: number;
	/** 429, with a time to wait. */
	readonly busy: number;
	/** 500. */
	readonly broken: number;
}

interface StoredFile {
	readonly size: number;
	bytes: number;
	begun: boolean;
	/** Times that all bytes were taken. */
	times: number;
}

const ALREADY = problem("already-stored", "It is there.");

/** The other end of the engine with a memory: forms, raw bodies and tus, and whatever faults a test wants. */
export class FakeStore {
	readonly files = new Map<number, StoredFile>();
	/** Bytes that were sent although they were stored already. */
	again = 0;
	/** Requests under way, and the most there were. */
	running = 0;
	most = 0;
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
		this.most = Math.max(this.most, this.running);
		const fault = this.#fault();
		await new Promise<void>((done) => this.#clock.after(1 + this.#chance.below(50), done));
		this.running--;
		if (request.signal.aborted || fault === "lost") return refuse({ kind: "network" });
		if (fault === "busy") return refuse(refusal(429, problem("rate-limited", "Slow down."), "1"));
		if (fault === "broken") return refuse(refusal(500, null, null));
		request.onSent(bytesOf(request.body));
		const answer = await this.#take(request, fault === "cut");
		if (fault === "unheard" || fault === "cut") return refuse({ kind: "network" });
		return answer;
	};

	#fault(): keyof Faults | undefined {
		let draw = this.#chance.next();
		for (const name of ["lost", "unheard", "cut", "busy", "broken"] as const) {
			if (draw < this.#faults[name]) return name;
			draw -= this.#faults[name];
		}
		return undefined;
	}

	async #take({ method, url: path, headers = {}, body }: BodyRequest, cut: boolean): ReturnType<SendBody> {
		if (body instanceof FormData) {
			const parts = [...body].map(([n, part]) => ({ n: Number(n), size: (part as File).size }));
			// Cut in the middle, the first ones stay.
			const whole = cut ? parts.slice(0, parts.length >> 1) : parts;
			return ok(reply({ files: whole.map(({ n, size }) => this.#store(n, size)) }));
		}
		const created = headers["upload-metadata"];
		const n = Number(created ? atob(created.slice(2)) : /(\d+)$/.exec(path)?.[1]);
		const file = this.files.get(n);
		if (file === undefined) return refuse(refusal(404, problem("not-found", "Unknown."), null));
		if (method === "PUT") {
			if (cut) return refuse({ kind: "network" });
			const { problem: told } = this.#store(n, body?.size ?? 0);
			return told ? refuse(refusal(told.status, told, null)) : ok(reply({}));
		}
		if (method === "POST") {
			if (file.times > 0) return refuse(refusal(409, ALREADY, null));
			file.begun = true;
		} else if (!file.begun) return refuse(refusal(404, null, null));
		if (method === "PATCH") {
			const offset = Number(headers["upload-offset"]);
			if (offset !== file.bytes) {
				const told = problem("wrong-offset", `${file.bytes} are stored.`);
				return refuse(refusal(409, told, null));
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
			this.again += size;
			// As the real one does, without the number.
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
