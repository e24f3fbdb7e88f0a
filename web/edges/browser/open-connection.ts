import type { EventSourceLike, SocketLike } from "../../../client/stream.ts";

/** Opens a WebSocket to a path of this origin, with the subprotocols that carry a ticket. */
export function openSocket(path: string, protocols: readonly string[] = []): SocketLike {
	const url = new URL(path, location.href);
	url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
	const socket = new WebSocket(url, [...protocols]);
	return {
		listen(onText, onClose) {
			socket.onmessage = ({ data }) => onText(String(data));
			socket.onclose = ({ code }) => onClose(code);
		},
		send(text) {
			// Text sent to a socket that is not open is lost; the heartbeat detects that.
			if (socket.readyState === WebSocket.OPEN) socket.send(text);
		},
		close: () => socket.close(),
	};
}

/** Opens an EventSource on a path of this origin. */
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
