import { once } from "node:events";
import { connect } from "node:net";
import { join } from "../../fixtures/bytes.ts";

/** A server's response, as far as tests need it. */
export interface RawAnswer {
	readonly status: number;
	readonly body: string;
}

/** A TCP connection on which a test sends exact bytes and disconnects when it wants. */
export interface RawConnection {
	/** Resolves once the operating system has the bytes. */
	write(bytes: Uint8Array | string): Promise<void>;
	/** Everything the server sends until it closes the connection, parsed as one response. */
	answer(): Promise<RawAnswer>;
	/** Resets the connection. */
	cut(): void;
}

/** Connects to a test server. */
export async function rawConnection(url: string): Promise<RawConnection> {
	const { hostname, port } = new URL(url);
	const socket = connect(Number(port), hostname);
	const received: Buffer[] = [];
	socket.on("data", (bytes: Buffer) => received.push(bytes));
	const ended = new Promise<void>((resolve) => socket.on("close", () => resolve()));
	// A server that refuses early may reset the connection; what it sent before is the response.
	socket.on("error", () => {});
	await once(socket, "connect");
	return {
		write: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
		async answer() {
			await ended;
			const text = Buffer.concat(received).toString();
			const [head = "", ...rest] = text.split("\r\n\r\n");
			return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), body: rest.join("\r\n\r\n") };
		},
		cut: () => void socket.resetAndDestroy(),
	};
}

/** A request's head, with `Connection: close` so that the response ends with the connection. */
export function requestHead(
	method: string,
	path: string,
	headers: Readonly<Record<string, string | number>>,
): string {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${lines.join("")}\r\n`;
}

/** One chunk of a chunked body; an empty one ends it. */
export function bodyChunk(bytes: Uint8Array | string): Uint8Array {
	const content = join(bytes);
	return join(`${content.length.toString(16)}\r\n`, content, "\r\n");
}
