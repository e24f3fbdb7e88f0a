import type { Cursor } from "../../protocol/stream/cursor.ts";
import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { Loop } from "../../session/session.ts";
import type { Socket } from "../../session/store/sql.ts";
import { changesSince } from "../../session/stream/changes-since.ts";
import type { Dialect } from "../../session/stream/dialect.ts";
import { type Listener, listenerOf, sendOrDrop } from "../../session/stream/socket-attachment.ts";
import type { Deliveries } from "./missed-messages.ts";

/** The code of a socket that closes because its work is done (RFC 6455, 7.4.1). */
const DONE = 1000;

/** `readyState` of an open socket. */
const OPEN = 1;

/** Who a new socket of a dialect is. It waits where its contract lets the client speak first. */
export function dialectListener(dialect: Dialect, key: string, now: number): Listener {
	return { dialect: dialect.name, key, toldAt: now, ...(dialect.join && { waits: true }) };
}

/** Greets a new socket of a dialect: what it missed since its cursor, or what was kept for it; else where things stand. */
export function greetDialect(
	socket: Socket,
	dialect: Dialect,
	key: string,
	{ loop, deliveries }: { readonly loop: Loop; readonly deliveries: Deliveries },
	cursor: Cursor | undefined,
	now: number,
): void {
	const kept = dialect.keeps ? deliveries.take(dialect, loop, socket) : undefined;
	const missed = cursor ? changesSince(loop, cursor) : kept;
	loop.gauges();
	for (const text of dialect.greet(key, loop.model.state, now, missed)) sendOrDrop(socket, text);
	if (dialect.over?.(key, loop.model.state)) socket.close(DONE, "everything was told");
}

/** Closes the sockets of dialects that have heard all they ever will, where their contract says so. */
export function closeFinished(
	dialects: ReadonlyMap<string, Dialect>,
	socketsOf: (dialect: string) => readonly Socket[],
	state: SessionState,
): void {
	for (const [name, { over }] of dialects) {
		if (over === undefined) continue;
		// One that is closing stays in the platform's list until its client says goodbye.
		for (const socket of socketsOf(name).filter(({ readyState }) => readyState === OPEN))
			if (over(listenerOf(socket).key ?? "", state)) socket.close(DONE, "everything was told");
	}
}

/** What a poll of a dialect is answered; it may take delivery of what was kept, as a socket does. */
export function askDialect(
	dialect: Dialect | undefined,
	question: string,
	deliveries: Deliveries,
	loop: Loop,
	now: number,
): string | undefined {
	if (dialect?.answer === undefined) return undefined;
	loop.flush();
	loop.gauges();
	return dialect.answer(question, loop.model.state, now, () => deliveries.take(dialect, loop));
}

/** Answers what a client of a dialect says; once it has joined its socket hears what happens. */
export function hearDialect(socket: Socket, dialect: Dialect, loop: Loop, text: string, now: number): void {
	const { waits, ...listener } = listenerOf(socket);
	// Nothing may lie between what is answered and what comes live.
	loop.flush();
	const since = (cursor: Cursor | undefined) => changesSince(loop, cursor);
	const joined = dialect.join?.(text, now, { key: listener.key ?? "", state: loop.model.state, since });
	for (const answer of joined ?? dialect.hear(text, now)) sendOrDrop(socket, answer);
	if (waits && joined) socket.serializeAttachment(listener);
}
