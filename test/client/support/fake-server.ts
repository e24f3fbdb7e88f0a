import { type Failure, refusal } from "../../../client/http/failure.ts";
import type { BodyReply, SendBody } from "../../../client/sending/requests/send-body.ts";
import { type Problem, problem } from "../../../src/protocol/problem.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";

type Answer = Result<BodyReply, Failure>;

function reply(body: unknown): BodyReply {
	return { body, header: () => null };
}

/** A request that waits for the test's answer. */
export interface SentRequest {
	readonly method: string;
	readonly path: string;
	/** Numbers of the files inside, in their order. */
	readonly numbers: readonly number[];
	readonly progress: (bytes: number) => void;
	/** Answers that all of it is stored, but for what is named otherwise. */
	accept(refused?: Readonly<Record<number, Problem>>): void;
	answer(status: number, told?: Problem, retryAfter?: string): void;
	/** Nobody answers. */
	lose(): void;
	/** No byte moves, and the request is given up. */
	stall(): void;
}

/** The other end of the uploader: every request waits until the test answers it. */
export class FakeServer {
	readonly requests: SentRequest[] = [];
	#open: SentRequest[] = [];

	readonly send: SendBody = ({ method, url: path, body, onSent, signal }) =>
		new Promise<Answer>((settle) => {
			const numbers =
				body instanceof FormData
					? [...body.keys()].map(Number)
					: [Number(/\/files\/(\d+)$/.exec(path)?.[1] ?? Number.NaN)];
			const finish = (answer: Answer) => {
				this.#open = this.#open.filter((open) => open !== request);
				settle(answer);
			};
			const request: SentRequest = {
				method,
				path,
				numbers,
				progress: onSent,
				accept: (refused = {}) => {
					const files = numbers.map((n) => {
						const told = refused[n];
						return told
							? { n, name: `${n}`, state: "refused", problem: told }
							: { n, name: `${n}`, state: "stored" };
					});
					finish(ok(reply({ batch: "drop", files, cursor: "epoch1.1" })));
				},
				answer: (status, told = problem("unexpected", "No."), retryAfter) =>
					finish(refuse(refusal(status, told, retryAfter ?? null))),
				lose: () => finish(refuse({ kind: "network" })),
				stall: () => finish(refuse({ kind: "network", stalled: true })),
			};
			signal.addEventListener("abort", () => request.lose());
			this.requests.push(request);
			this.#open.push(request);
		});

	/** Requests without an answer, oldest first. */
	get open(): readonly SentRequest[] {
		return this.#open;
	}

	/** The oldest request without an answer. */
	next(): SentRequest {
		const [first] = this.#open;
		if (first === undefined) throw new Error("No request is under way.");
		return first;
	}
}
