import type { Clock } from "../../../client/http/clock.ts";
import { BROKEN, type SocketLike } from "../../../client/stream/stream-socket.ts";
import type { TabChannel } from "./tab-channel.ts";

/** A tab that leads greets within this time, in milliseconds, or it is frozen, or there is none. */
export const GREETING_MS = 1_500;

/** What a line between tabs is made of. */
export interface TabLineDeps {
	readonly channel: TabChannel;
	readonly clock: Clock;
	readonly session: string;
	/** A name that no other line has. */
	readonly name: string;
}

/** The stream's socket, with another tab at its other end instead of the server. */
export function openTabLine({ channel, clock, session, name }: TabLineDeps, path: string): SocketLike {
	let onText: (text: string) => void = () => {};
	let onClose: (code: number) => void = () => {};
	let isGreeted = false;
	const cancel = clock.after(GREETING_MS, () => end(BROKEN));
	const silence = channel.listen((message) => {
		if (message.session !== session) return;
		if (message.kind === "down" && message.line === name) {
			isGreeted = true;
			cancel();
			onText(message.text);
		} else if (message.kind === "frame" && isGreeted) onText(message.text);
		else if (message.kind === "lead") end(BROKEN);
		else if (message.kind === "closed") end(message.code);
	});
	const close = () => {
		cancel();
		silence();
	};
	const end = (code: number) => {
		close();
		onClose(code);
	};
	const after = new URLSearchParams(path.split("?")[1]).get("after");
	channel.post({ kind: "open", session, line: name, after });
	return {
		listen(text, closed) {
			onText = text;
			onClose = closed;
		},
		send: (text) => channel.post({ kind: "up", session, line: name, text }),
		close,
	};
}
