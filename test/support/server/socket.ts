import { once } from "node:events";
import WebSocket from "ws";
import { PING, PONG, type StreamMessage } from "../../../src/protocol/stream/stream-message.ts";
import type { TestSession } from "./client.ts";
import { mailbox } from "./mailbox.ts";

/** How a socket closed. 1006: the connection was lost without a close frame. */
export interface Closed {
	readonly code: number;
	readonly reason: string;
}

/** A socket for tests: messages in order, then how it closed. */
export interface TestSocket<Message> extends AsyncIterable<Message> {
	/** The next message; `undefined` once it has closed. */
	next(within?: number): Promise<Message | undefined>;
	/** Messages that arrived and were not read. */
	waiting(): readonly Message[];
	readonly closed: Promise<Closed>;
	/** Sends strings unchanged, everything else as JSON. */
	send(message: unknown): void;
	/** Sends the heartbeat and waits for the reply. */
	ping(): Promise<void>;
	/** Stops reading from the network, as a frozen tab would, until `resume`. */
	pause(): void;
	resume(): void;
	close(code?: number): Promise<Closed>;
	/** Cuts the connection without a close frame. */
	cut(): void;
}

/** Options of the upgrade request. */
export interface SocketOptions {
	readonly headers?: Readonly<Record<string, string>>;
	readonly protocols?: readonly string[];
	/** Offers permessage-deflate, as browsers do. */
	readonly compressed?: boolean;
	/** Terminates the connection soon after the server's close frame: workerd keeps it open for ten more seconds. */
	readonly hangsUp?: boolean;
}

/** Milliseconds between the close frames and the termination. */
const HANG_UP_MS = 100;

/** Opens a socket. Throws with the status and the body when the upgrade is refused. */
export async function openSocket<Message = StreamMessage>(
	url: string,
	{ headers = {}, protocols = [], compressed = true, hangsUp = false }: SocketOptions = {},
): Promise<TestSocket<Message>> {
	const messages = mailbox<Message>(url);
	const pongs = mailbox<string>(`the heartbeat of ${url}`);
	const socket = new WebSocket(url.replace(/^http/, "ws"), [...protocols], {
		headers,
		perMessageDeflate: compressed,
		...(hangsUp && { closeTimeout: HANG_UP_MS }),
	});
	const closed = Promise.withResolvers<Closed>();
	socket.on("message", (data: Buffer, binary: boolean) => {
		const text = data.toString();
		if (!binary && text === PONG) pongs.put(text);
		else messages.put(JSON.parse(text) as Message);
	});
	socket.on("close", (code, reason) => {
		messages.end();
		pongs.end();
		closed.resolve({ code, reason: reason.toString() });
	});
	const refused = new Promise<never>((_, reject) => {
		socket.on("unexpected-response", (_request, response) => {
			const parts: Buffer[] = [];
			response.on("data", (part: Buffer) => parts.push(part));
			response.on("end", () =>
				reject(new Error(`${url} answered ${response.statusCode}: ${Buffer.concat(parts).toString()}`)),
			);
		});
	});
	await Promise.race([once(socket, "open"), refused]);
	// After the handshake, a broken connection is reported by `closed`.
	socket.on("error", () => {});
	return {
		next: messages.next,
		waiting: messages.waiting,
		[Symbol.asyncIterator]: messages[Symbol.asyncIterator],
		closed: closed.promise,
		send: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
		async ping() {
			socket.send(PING);
			if ((await pongs.next()) === undefined) throw new Error("The socket closed before its heartbeat came.");
		},
		pause: () => socket.pause(),
		resume: () => socket.resume(),
		close(code = 1000) {
			socket.close(code);
			return closed.promise;
		},
		cut: () => socket.terminate(),
	};
}

/** Opens the session's stream, from a cursor. */
export function readSocket(
	session: TestSession,
	after?: string,
	options: SocketOptions = {},
): Promise<TestSocket<StreamMessage>> {
	const query = after === undefined ? "" : `?after=${encodeURIComponent(after)}`;
	const headers = { authorization: session.authorization };
	return openSocket(`${session.url}/api/session/events${query}`, { ...options, headers });
}
