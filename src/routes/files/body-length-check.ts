import { type Problem, problem } from "../../protocol/problem.ts";
import { HEAD_BYTES } from "../../session/rules/command.ts";

/** Passes a body through, compares its length with the announced one, and keeps its first `HEAD_BYTES`. */
export class BodyLengthCheck {
	#received = 0;
	#ended = false;
	readonly #expected: number;
	readonly #head: Uint8Array;
	readonly stream: TransformStream<Uint8Array, Uint8Array>;

	/** `size`: the announced length in bytes. */
	constructor(size: number) {
		this.#expected = size;
		this.#head = new Uint8Array(Math.min(size, HEAD_BYTES));
		this.stream = new TransformStream({
			transform: (chunk, controller) => {
				if (this.#received < this.#head.length) {
					this.#head.set(chunk.subarray(0, this.#head.length - this.#received), this.#received);
				}
				this.#received += chunk.byteLength;
				controller.enqueue(chunk);
			},
			flush: () => {
				this.#ended = true;
			},
		});
	}

	/** For a request without a body: an empty stream, counted like any other. */
	emptyBody(): ReadableStream<Uint8Array> {
		const empty = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
		return empty.pipeThrough(this.stream);
	}

	/** The first bytes. Valid only after the whole body has passed. */
	head(): Uint8Array {
		return this.#head;
	}

	/** What is wrong with the body's length; `undefined` when it is right. */
	problem(): Problem | undefined {
		if (this.#received > this.#expected) {
			return problem(
				"body-too-long",
				`The file was announced with ${this.#expected} bytes, but more arrived. Send the announced file, or announce this one.`,
			);
		}
		if (this.#received < this.#expected || !this.#ended) {
			return problem(
				"body-too-short",
				`The file was announced with ${this.#expected} bytes, but only ${this.#received} arrived. Send the whole file again.`,
			);
		}
		return undefined;
	}
}
