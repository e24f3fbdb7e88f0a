import type { Cursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import { changesSince } from "../../session/stream/catch-up.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { SOCKET_OPEN, type Socket } from "../../session/stream/socket.ts";
import { attachmentOf, type SocketAttachment, sendOrDrop } from "../../session/stream/socket-attachment.ts";
import type { StreamSource } from "../../session/stream/stream-source.ts";
import type { Tick } from "../../session/stream/tick.ts";
import { DIALECTS } from "./dialects.ts";
import type { MissedMessages } from "./missed-messages.ts";

/** Normal closure (RFC 6455 §7.4.1): the socket has had all its messages. */
const NORMAL_CLOSURE = 1000;

/** The attachment of a dialect's new socket. */
export function dialectAttachment(dialect: Dialect, key: string, now: number): SocketAttachment {
	return { dialect: dialect.name, key, heartbeatAt: now, ...(dialect.join && { awaitsJoin: true }) };
}

/** Greets a dialect's new socket: with what it missed since its cursor, or what was kept for it; else with the present status. */
export function greetDialect(
	socket: Socket,
	dialect: Dialect,
	key: string,
	source: StreamSource,
	missedMessages: MissedMessages,
	cursor: Cursor | undefined,
	now: number,
): void {
	const kept = dialect.keepsMissed ? missedMessages.take(dialect, source, socket) : undefined;
	const missed = cursor ? changesSince(source, cursor) : kept;
	// Dialects read the gauges from the state.
	source.gauges();
	for (const text of dialect.greet(key, source.state, now, missed)) sendOrDrop(socket, text);
	if (dialect.isFinished?.(key, source.state)) socket.close(NORMAL_CLOSURE, "all messages were sent");
}

/** The messages of a tick for a dialect's socket; none before its client has joined. */
export function translateTick(
	{ dialect: name, key = "", awaitsJoin }: SocketAttachment,
	{ changes }: Tick,
	state: SessionState,
	now: number,
): readonly string[] {
	const dialect = awaitsJoin ? undefined : DIALECTS.get(name);
	return dialect?.translate(key, changes, state, now) ?? [];
}

/** Closes the sockets of dialects that have had all their messages, where their contract says so. */
export function closeFinished(
	dialects: ReadonlyMap<string, Dialect>,
	socketsOf: (dialect: string) => readonly Socket[],
	state: SessionState,
): void {
	for (const [name, { isFinished }] of dialects) {
		if (isFinished === undefined) continue;
		for (const socket of socketsOf(name)) {
			if (socket.readyState !== SOCKET_OPEN) continue;
			if (isFinished(attachmentOf(socket).key ?? "", state))
				socket.close(NORMAL_CLOSURE, "all messages were sent");
		}
	}
}

/** The answer to a dialect's poll, which may take delivery of what was kept; `undefined` for an unknown question. */
export function answerDialectPoll(
	dialect: Dialect | undefined,
	question: string,
	missedMessages: MissedMessages,
	source: StreamSource,
	now: number,
): string | undefined {
	if (dialect?.answer === undefined) return undefined;
	source.flush();
	source.gauges();
	return dialect.answer(question, source.state, now, () => missedMessages.take(dialect, source));
}

/** Answers a dialect client's message; its join message makes its socket get events from then on. */
export function onDialectMessage(
	socket: Socket,
	dialect: Dialect,
	source: StreamSource,
	text: string,
	now: number,
): void {
	const { awaitsJoin, ...attachment } = attachmentOf(socket);
	// Nothing may fall between the answer and what comes live.
	source.flush();
	const since = (cursor: Cursor | undefined) => changesSince(source, cursor);
	const joined = dialect.join?.(text, now, { key: attachment.key ?? "", state: source.state, since });
	for (const answer of joined ?? dialect.reply(text, now)) sendOrDrop(socket, answer);
	if (awaitsJoin && joined) socket.serializeAttachment(attachment);
}
