import { type Cursor, formatCursor, parseCursor } from "../protocol/cursor.ts";
import { problem } from "../protocol/problem.ts";
import { CLOSE, type StreamMessage } from "../protocol/stream-message.ts";
import { catchUp } from "../session/catch-up.ts";
import { frameText } from "../session/frame-text.ts";
import { MAX_UP_MESSAGE_CHARS } from "../session/limits.ts";
import type { Loop } from "../session/loop.ts";
import type { Socket } from "../session/ports.ts";
import { retryWindow, sendOrDrop } from "../session/sockets.ts";

function say(socket: Socket, message: StreamMessage): void {
	sendOrDrop(socket, JSON.stringify(message));
}

/** Tells a reader what it missed, in place. */
function tell(socket: Socket, loop: Loop, cursor: Cursor | undefined, now: number): void {
	const missed = catchUp(loop, cursor, now);
	if (missed) sendOrDrop(socket, frameText(missed, "frame"));
}

/** Greets a new reader: where the session stands, when to come back if the line drops, and what was missed. */
export function greet(
	socket: Socket,
	loop: Loop,
	cursor: Cursor | undefined,
	sockets: number,
	now: number,
): void {
	loop.flush();
	const { epoch, seq } = loop.model.state;
	say(socket, { type: "hello", cursor: formatCursor({ epoch, seq }), at: now, retry: retryWindow(sockets) });
	tell(socket, loop, cursor, now);
}

/** Where a `resume` message asks to go on; `undefined` when the message is none. */
function resumeOf(text: string): { after: Cursor | undefined } | undefined {
	let message: unknown;
	try {
		message = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof message !== "object" || message === null || !("type" in message) || message.type !== "resume")
		return undefined;
	const after = "after" in message ? message.after : null;
	return { after: typeof after === "string" ? parseCursor(after) : undefined };
}

/** Answers what a reader says. `ping` is answered by the platform without waking us. */
export function hear(socket: Socket, loop: Loop, text: string, now: number): void {
	if (text.length > MAX_UP_MESSAGE_CHARS) {
		socket.close(CLOSE.badMessage, "message too long");
		return;
	}
	const resume = resumeOf(text);
	if (resume) {
		tell(socket, loop, resume.after, now);
		return;
	}
	const detail = 'A message up this socket is the text "ping" or {"type":"resume","after":cursor}.';
	say(socket, { type: "problem", problem: problem("malformed", detail) });
}
