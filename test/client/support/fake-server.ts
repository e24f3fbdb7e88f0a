import { type Failure, parseRefusal } from "../../../client/http/failure.ts";
import type { BodyReply, SendBody } from "../../../client/sending/requests/send-body.ts";
import { type Problem, problem } from "../../../src/protocol/problem.ts";
import { ok, type Result, refuse } from "../../../src/protocol/result.ts";

type Answer = Result<BodyReply, Failure>;

function reply(body: unknown): BodyReply {
	return { body, header: () => null };
}

/** A request that the test answers. */
export interface SentRequest {
	readonly method: string;
	readonly path: string;
	/** Numbers of the files in it, in order. */
	readonly numbers: readonly number[];
	readonly progress: (bytes: number) => void;
	/** Answers that all files are stored, except those with a problem. */
	accept(problems?: Readonly<Record<number, Problem>>): void;
	answer(status: number, refusal?: Problem, retryAfter?: string): void;
	/** No answer comes. */
	lose(): void;
	/** No byte moves, and the client gives the request up. */
	stall(): void;
}

/** The server of an upload engine: every request waits until the test answers it. */
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
				accept: (problems = {}) => {
					const files = numbers.map((n) => {
						const refusal = problems[n];
						return refusal
							? { n, name: `${n}`, state: "refused", problem: refusal }
							: { n, name: `${n}`, state: "stored" };
					});
					finish(ok(reply({ batch: "drop", files, cursor: "epoch1.1" })));
				},
				answer: (status, refusal = problem("unexpected", "No."), retryAfter) =>
					finish(refuse(parseRefusal(status, refusal, retryAfter ?? null))),
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
