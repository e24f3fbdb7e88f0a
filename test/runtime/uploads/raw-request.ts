import { once } from "node:events";
import { connect } from "node:net";
import { join } from "../../fixtures/bytes.ts";

/** What a server said on a connection, as far as a test looks at it. */
export interface RawAnswer {
	readonly status: number;
	readonly body: string;
}

/** A connection on which a test says exactly the bytes that it wants, and leaves when it wants. */
export interface RawConnection {
	/** Resolves once the bytes are with the system. */
	write(bytes: Uint8Array | string): Promise<void>;
	/** Everything that the server says until it closes, read as one answer. */
	answer(): Promise<RawAnswer>;
	/** Leaves in the middle of whatever it is, with a reset and no goodbye. */
	cut(): void;
}

/** Connects to a test server. */
export async function rawConnection(url: string): Promise<RawConnection> {
	const { hostname, port } = new URL(url);
	const socket = connect(Number(port), hostname);
	const said: Buffer[] = [];
	socket.on("data", (bytes: Buffer) => said.push(bytes));
	const ended = new Promise<void>((resolve) => socket.on("close", () => resolve()));
	// A server that refuses early may reset the connection; what it said before is the answer.
	socket.on("error", () => {});
	await once(socket, "connect");
	return {
		write: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
		async answer() {
			await ended;
			const text = Buffer.concat(said).toString();
			const [head = "", ...rest] = text.split("\r\n\r\n");
			return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), body: rest.join("\r\n\r\n") };
		},
		cut: () => void socket.resetAndDestroy(),
	};
}

/** The head of a request, with `Connection: close` so that the answer ends with the connection. */
export function requestHead(
	method: string,
	path: string,
	headers: Readonly<Record<string, string | number>>,
): string {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${lines.join("")}\r\n`;
}

/** One chunk of a body in `Transfer-Encoding: chunked`; an empty one ends it. */
export function bodyChunk(bytes: Uint8Array | string): Uint8Array {
	const content = join(bytes);
	return join(`${content.length.toString(16)}\r\n`, content, "\r\n");
}
