import type { SocketLike } from "../../../client/stream/stream-socket.ts";
import type { Frame } from "../../../src/protocol/stream/frame.ts";
import { EPOCH } from "../../web/support/frames.ts";

/** A socket whose other end is the test. */
export class FakeSocket implements SocketLike {
	readonly path: string;
	readonly sent: string[] = [];
	closed = false;
	#onText: (text: string) => void = () => {};
	#onClose: (code: number) => void = () => {};

	constructor(path: string) {
		this.path = path;
	}

	listen(onText: (text: string) => void, onClose: (code: number) => void): void {
		this.#onText = onText;
		this.#onClose = onClose;
	}

	send(text: string): void {
		this.sent.push(text);
	}

	close(): void {
		this.closed = true;
	}

	hello(seq: number, retry = { min: 0, window: 1000 }, more: { acks?: true } = {}): void {
		this.#onText(JSON.stringify({ type: "hello", cursor: `${EPOCH}.${seq}`, at: 1, retry, ...more }));
	}

	frame(frame: Frame): void {
		this.#onText(JSON.stringify({ type: "frame", ...frame }));
	}

	text(text: string): void {
		this.#onText(text);
	}

	drop(code = 1006): void {
		this.#onClose(code);
	}
}
