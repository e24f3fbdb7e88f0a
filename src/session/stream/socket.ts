/** An open WebSocket, without the platform's types; tests pass fakes. */
export interface Socket {
	send(text: string): void;
	close(code: number, reason: string): void;
	/** `SOCKET_OPEN` while it is open. */
	readonly readyState: number;
	/** Bytes that were sent and not yet taken by the network; absent where the platform does not report it. */
	readonly bufferedAmount?: number;
	serializeAttachment(value: unknown): void;
	deserializeAttachment(): unknown;
}

/**
 * `readyState` of an open socket (WHATWG WebSockets, `WebSocket.OPEN`). A closing socket stays in the platform's list
 * until its client answers the close frame, so check this before sending.
 */
export const SOCKET_OPEN = 1;
