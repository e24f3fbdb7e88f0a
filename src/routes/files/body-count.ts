import { type Problem, problem } from "../../protocol/problem.ts";
import { HEAD_BYTES } from "../../session/rules/command.ts";

/** Counts the bytes of a body as they pass, to tell afterwards what was wrong with it, and keeps its head. */
export class BodyCount {
	#bytes = 0;
	#ended = false;
	readonly #size: number;
	readonly #head: Uint8Array;
	readonly stream: TransformStream<Uint8Array, Uint8Array>;

	/** `size` is how many bytes were announced. */
	constructor(size: number) {
		this.#size = size;
		this.#head = new Uint8Array(Math.min(size, HEAD_BYTES));
		this.stream = new TransformStream({
			transform: (chunk, controller) => {
				if (this.#bytes < this.#head.length) {
					this.#head.set(chunk.subarray(0, this.#head.length - this.#bytes), this.#bytes);
				}
				this.#bytes += chunk.byteLength;
				controller.enqueue(chunk);
			},
			flush: () => {
				this.#ended = true;
			},
		});
	}

	/** A body that was not there, as a stream that ends at once. */
	nothing(): ReadableStream<Uint8Array> {
		const empty = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
		return empty.pipeThrough(this.stream);
	}

	/** The first bytes of a body that passed whole. */
	head(): Uint8Array {
		return this.#head;
	}

	/** What was wrong with the body; `undefined` when it was right and storage was at fault. */
	problem(): Problem | undefined {
		if (this.#bytes > this.#size) {
			return problem(
				"body-too-long",
				`The file was announced with ${this.#size} bytes but more came. Send the whole file, or announce it anew.`,
			);
		}
		if (this.#bytes < this.#size || !this.#ended) {
			return problem(
				"body-too-short",
				`The file was announced with ${this.#size} bytes but only ${this.#bytes} came. Send it again.`,
			);
		}
		return undefined;
	}
}
