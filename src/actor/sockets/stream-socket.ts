import type { CommandReply } from "../../protocol/http/reply.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";
import type { CommandMessage } from "../../protocol/stream/command-message.ts";
import { type Cursor, formatCursor, parseCursor } from "../../protocol/stream/cursor.ts";
import { CLOSE, type StreamMessage } from "../../protocol/stream/stream-message.ts";
import { upMessage } from "../../protocol/stream/up-message.ts";
import { MAX_UP_MESSAGE_CHARS } from "../../session/limits.ts";
import type { Command } from "../../session/rules/command.ts";
import type { Loop } from "../../session/session.ts";
import type { Socket } from "../../session/store/sql.ts";
import type { FanOut } from "../../session/stream/fan-out.ts";
import type { FrameParts } from "../../session/stream/frame-text.ts";
import {
	listenerOf,
	outgrowsWindow,
	retryWindow,
	sendOrDrop,
} from "../../session/stream/socket-attachment.ts";
import { READ_ONLY } from "../access.ts";

function say(socket: Socket, message: StreamMessage): void {
	sendOrDrop(socket, JSON.stringify(message));
}

/** The session that a socket reads. */
export interface Room {
	readonly loop: Loop;
	readonly fanOut: FanOut;
}

/** Greets a new reader: where the session stands, when to come back if the line drops, and what was missed, which it gives. */
export function greet(
	socket: Socket,
	{ loop, fanOut }: Room,
	cursor: Cursor | undefined,
	sockets: number,
	now: number,
): FrameParts | undefined {
	loop.flush();
	const { epoch, seq } = loop.model.state;
	const acks = socket.bufferedAmount === undefined;
	const retry = retryWindow(sockets);
	say(socket, { type: "hello", cursor: formatCursor({ epoch, seq }), at: now, retry, ...(acks && { acks }) });
	return fanOut.catchUp(loop, socket, cursor);
}

/** Tells the readers that are there of a longer window, now that one more makes them a crowd. */
export function spreadCrowd(others: readonly Socket[]): void {
	const sockets = others.length + 1;
	if (!outgrowsWindow(sockets)) return;
	for (const socket of others) say(socket, { type: "retry", retry: retryWindow(sockets) });
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Does what a numbered command asks for. */
export type Obey = (command: Command) => Promise<Result<CommandReply, Problem>>;

async function answer(socket: Socket, message: CommandMessage, obey: Obey): Promise<void> {
	const { tab, number, do: verb, target } = message;
	const once = { tab, number };
	const done = await obey(
		verb === "remove" ? { type: "remove", target, once } : { type: "order", verb, target, once },
	);
	const said = done.ok ? { value: done.value } : { problem: done.problem };
	say(socket, { type: "answer", ...once, ...said });
}

/** Answers what a reader says. `ping` is answered by the platform without waking us. */
export async function hear(socket: Socket, { loop, fanOut }: Room, text: string, obey: Obey): Promise<void> {
	if (text.length > MAX_UP_MESSAGE_CHARS) {
		socket.close(CLOSE.badMessage, "message too long");
		return;
	}
	const parsed = upMessage.safeParse(parseJson(text));
	if (!parsed.success) {
		const detail =
			'A message up this socket is the text "ping", {"type":"resume","after":cursor} or {"type":"command","tab":…,"number":…,"do":…,"target":…}.';
		say(socket, { type: "problem", problem: problem("malformed", detail) });
	} else if (parsed.data.type === "resume") {
		const { after } = parsed.data;
		fanOut.catchUp(loop, socket, after ? parseCursor(after) : undefined);
	} else if (parsed.data.type === "ack") {
		const cursor = parseCursor(parsed.data.after);
		if (cursor) fanOut.acknowledge(loop, socket, cursor);
	} else if (listenerOf(socket).view?.batch !== undefined) {
		const { tab, number } = parsed.data;
		say(socket, { type: "answer", tab, number, problem: READ_ONLY });
	} else {
		await answer(socket, parsed.data, obey);
	}
}
