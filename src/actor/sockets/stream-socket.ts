import type { CommandReply } from "../../protocol/http/reply.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";
import { clientMessage } from "../../protocol/stream/client-message.ts";
import type { CommandMessage } from "../../protocol/stream/command-message.ts";
import { type Cursor, formatCursor, parseCursor } from "../../protocol/stream/cursor.ts";
import { CLOSE, type StreamMessage } from "../../protocol/stream/stream-message.ts";
import { isReadOnly, READ_ONLY } from "../../session/access/access-rules.ts";
import { MAX_UP_MESSAGE_CHARS } from "../../session/limits.ts";
import type { CommandOf } from "../../session/rules/command.ts";
import type { FanOut } from "../../session/stream/fan-out.ts";
import type { FrameParts } from "../../session/stream/frame-text.ts";
import { needsLongerWindow, retryWindow } from "../../session/stream/retry-window.ts";
import type { Socket } from "../../session/stream/socket.ts";
import { attachmentOf, sendOrDrop } from "../../session/stream/socket-attachment.ts";
import type { StreamSource } from "../../session/stream/stream-source.ts";

function send(socket: Socket, message: StreamMessage): void {
	sendOrDrop(socket, JSON.stringify(message));
}

/** Greets a new reader: the session's cursor, when to come back if the connection drops, and what was missed, which is returned. */
export function greetReader(
	socket: Socket,
	source: StreamSource,
	fanOut: FanOut,
	cursor: Cursor | undefined,
	sockets: number,
	now: number,
): FrameParts | undefined {
	source.flush();
	const { epoch, seq } = source.state;
	const acks = socket.bufferedAmount === undefined;
	const retry = retryWindow(sockets);
	send(socket, {
		type: "hello",
		cursor: formatCursor({ epoch, seq }),
		at: now,
		retry,
		...(acks && { acks }),
	});
	return fanOut.catchUp(source, socket, cursor);
}

/** Announces a longer retry window to the open sockets when one more makes it necessary. */
export function announceLongerWindow(others: readonly Socket[]): void {
	const sockets = others.length + 1;
	if (!needsLongerWindow(sockets)) return;
	for (const socket of others) send(socket, { type: "retry", retry: retryWindow(sockets) });
}

/** Executes a reader's command. */
export type ExecuteCommand = (
	command: CommandOf<"verb"> | CommandOf<"remove">,
) => Promise<Result<CommandReply, Problem>>;

/** Handles a reader's message. `ping` never comes here: the platform answers it without waking the actor. */
export async function onStreamMessage(
	socket: Socket,
	source: StreamSource,
	fanOut: FanOut,
	text: string,
	execute: ExecuteCommand,
): Promise<void> {
	if (text.length > MAX_UP_MESSAGE_CHARS) {
		socket.close(CLOSE.badMessage, "message too long");
		return;
	}
	const parsed = clientMessage.safeParse(parseJson(text));
	if (!parsed.success) {
		const detail =
			'A message up this socket is the text "ping", {"type":"resume","after":cursor} or {"type":"command","tab":…,"number":…,"do":…,"target":…}.';
		send(socket, { type: "problem", problem: problem("malformed", detail) });
	} else if (parsed.data.type === "resume") {
		const { after } = parsed.data;
		fanOut.catchUp(source, socket, after ? parseCursor(after) : undefined);
	} else if (parsed.data.type === "ack") {
		const cursor = parseCursor(parsed.data.after);
		if (cursor) fanOut.acknowledge(source, socket, cursor);
	} else if (isReadOnly(attachmentOf(socket).view ?? {})) {
		const { tab, number } = parsed.data;
		send(socket, { type: "answer", tab, number, problem: READ_ONLY });
	} else {
		await answer(socket, parsed.data, execute);
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

async function answer(socket: Socket, message: CommandMessage, execute: ExecuteCommand): Promise<void> {
	const { tab, number, do: action, target } = message;
	const idempotencyKey = { tab, number };
	const reply = await execute(
		action === "remove"
			? { type: "remove", target, idempotencyKey }
			: { type: "verb", verb: action, target, idempotencyKey },
	);
	const result = reply.ok ? { value: reply.value } : { problem: reply.problem };
	send(socket, { type: "answer", tab, number, ...result });
}
