import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { placeFrame } from "../../../src/protocol/stream/place-frame.ts";
import { applyFrame, emptyState, type SessionState } from "../../../src/protocol/stream/session-state.ts";
import type { Socket } from "../../../src/session/stream/socket.ts";

/** A socket that is read only when the test calls `read`. Unread bytes count in `bufferedAmount`. */
export class FakeReader implements Socket {
	readonly state: SessionState = emptyState();
	/** Snapshots received. */
	resets = 0;
	closed: number | undefined;
	readyState = 1;
	/** The most bytes that were ever unread. */
	most = 0;
	readonly #hasBufferedAmount: boolean;
	#waiting: string[] = [];
	#attachment: unknown = { dialect: "stream" };

	/** `hasBufferedAmount`: whether the platform reports unread bytes. */
	constructor(hasBufferedAmount = true) {
		this.#hasBufferedAmount = hasBufferedAmount;
	}

	get unread(): number {
		return this.#waiting.reduce((sum, text) => sum + text.length, 0);
	}

	get bufferedAmount(): number {
		return this.#hasBufferedAmount ? this.unread : (undefined as unknown as number);
	}

	get cursor() {
		return this.state.epoch === "" ? undefined : { epoch: this.state.epoch, seq: this.state.seq };
	}

	send(text: string): void {
		this.#waiting.push(text);
		this.most = Math.max(this.most, this.unread);
	}

	close(code: number): void {
		this.closed = code;
		this.readyState = 2;
	}

	serializeAttachment(value: unknown): void {
		this.#attachment = structuredClone(value);
	}

	deserializeAttachment(): unknown {
		return structuredClone(this.#attachment);
	}

	/** Reads everything buffered, as the client would. A gap throws: this reader never asks again. */
	read(): void {
		const texts = this.#waiting;
		this.#waiting = [];
		for (const text of texts) {
			const frame = JSON.parse(text) as Frame;
			const placement = placeFrame(this.cursor, frame);
			if (placement === "ask-again") throw new Error(`A hole before ${frame.from}.`);
			if (placement === "drop") continue;
			if (frame.reset) this.resets += 1;
			applyFrame(this.state, frame);
		}
	}
}
