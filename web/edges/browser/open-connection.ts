import type { EventSourceLike } from "../../../client/stream/event-source.ts";
import type { SocketLike } from "../../../client/stream/stream-socket.ts";

/** A browser's WebSocket to a path of this origin, with the subprotocols that a ticket names. */
export function openSocket(path: string, protocols: readonly string[] = []): SocketLike {
	const address = new URL(path, location.href);
	address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
	const socket = new WebSocket(address, [...protocols]);
	return {
		listen(onText, onClose) {
			socket.onmessage = ({ data }) => onText(String(data));
			socket.onclose = ({ code }) => onClose(code);
		},
		send(text) {
			// Said to a socket that is not open yet, or no more, a text is lost; the heartbeat finds that out.
			if (socket.readyState === WebSocket.OPEN) socket.send(text);
		},
		close: () => socket.close(),
	};
}

/** A browser's event source on a path of this origin. */
export function openEvents(path: string): EventSourceLike {
	const source = new EventSource(path);
	return {
		listen({ frame, idle, lost }) {
			source.addEventListener("frame", ({ data }) => frame(String(data)));
			source.addEventListener("idle", () => idle());
			source.onerror = () => lost();
		},
		close: () => source.close(),
	};
}
