import type { Clock } from "../../../client/http.ts";
import { ABNORMAL_CLOSURE, type SocketLike } from "../../../client/stream.ts";
import type { TabChannel } from "./tab-channel.ts";

/** The leader says hello within this time, in milliseconds; otherwise it is frozen, or there is none. */
export const HELLO_TIMEOUT_MS = 1_500;

/** Dependencies of a follower's socket. */
export interface FollowerSocketDeps {
	readonly channel: TabChannel;
	readonly clock: Clock;
	readonly session: string;
	/** Identifies this socket among those of all tabs. */
	readonly id: string;
}

/** A socket for the event stream whose other end is the leading tab instead of the server. */
export function openFollowerSocket(
	{ channel, clock, session, id }: FollowerSocketDeps,
	path: string,
): SocketLike {
	let onText: (text: string) => void = () => {};
	let onClose: (code: number) => void = () => {};
	let hasHello = false;
	const cancel = clock.after(HELLO_TIMEOUT_MS, () => end(ABNORMAL_CLOSURE));
	const stopListening = channel.listen((message) => {
		if (message.session !== session) return;
		if (message.kind === "down" && message.line === id) {
			hasHello = true;
			cancel();
			onText(message.text);
		} else if (message.kind === "frame" && hasHello) onText(message.text);
		else if (message.kind === "lead") end(ABNORMAL_CLOSURE);
		else if (message.kind === "closed") end(message.code);
	});
	const close = () => {
		cancel();
		stopListening();
	};
	const end = (code: number) => {
		close();
		onClose(code);
	};
	const after = new URLSearchParams(path.split("?")[1]).get("after");
	channel.post({ kind: "open", session, line: id, after });
	return {
		listen(text, closed) {
			onText = text;
			onClose = closed;
		},
		send: (text) => channel.post({ kind: "up", session, line: id, text }),
		close,
	};
}
