import { SOCKET_PROTOCOL } from "../../protocol/http/share.ts";
import { MAX_WAIT_S } from "../../protocol/limits.ts";
import type { Problem } from "../../protocol/problem.ts";
import { ok, type Result } from "../../protocol/result.ts";
import { type Cursor, parseCursor } from "../../protocol/stream/cursor.ts";
import { CLOSE } from "../../protocol/stream/stream-message.ts";
import { MAX_SOCKETS } from "../../session/limits.ts";
import { type Listener, listenerOf, retryWindow } from "../../session/stream/socket-attachment.ts";
import type { View } from "../../session/stream/view.ts";
import { STREAM_HEADERS } from "../../session/stream-headers.ts";
import { type Guest, tagOfGuest } from "../access.ts";
import type { Keeper } from "../session-runtime.ts";
import { dialectListener, greetDialect } from "./dialect-socket.ts";
import { DIALECTS } from "./dialects.ts";
import { eventStream } from "./event-stream.ts";
import { pollReply } from "./long-poll.ts";
import { refused } from "./refusal-response.ts";
import { greet, type Room, spreadCrowd } from "./stream-socket.ts";

/** Refuses a socket in the one way that a browser shows its page: it opens, and closes with a code. */
function refuseSocket(): Response {
	const { 0: theirs, 1: ours } = new WebSocketPair();
	ours.accept();
	ours.close(CLOSE.tooMany, `there are ${MAX_SOCKETS} sockets already; poll instead`);
	return new Response(null, { status: 101, webSocket: theirs });
}

function openSocket(
	request: Request,
	ctx: DurableObjectState,
	room: Room & Pick<Keeper, "deliveries" | "openings">,
	cursor: Cursor | undefined,
	guest: { view: View; tag: string },
): Response {
	const sockets = ctx.getWebSockets();
	if (sockets.length >= MAX_SOCKETS) return refuseSocket();
	const { 0: theirs, 1: ours } = new WebSocketPair();
	const dialect = DIALECTS.get(request.headers.get(STREAM_HEADERS.dialect) ?? "");
	const key = request.headers.get(STREAM_HEADERS.key) ?? "";
	const listener: Listener = dialect
		? dialectListener(dialect, key, Date.now())
		: { dialect: "stream", view: guest.view };
	// What is decided and not told yet would be told to this socket too, after a greeting that has it already.
	room.loop.flush();
	ctx.acceptWebSocket(ours, [listener.dialect, guest.tag]);
	ours.serializeAttachment(listener);
	if (dialect) greetDialect(ours, dialect, key, room, cursor, Date.now());
	else {
		room.openings.count("socket", greet(ours, room, cursor, sockets.length + 1, Date.now()));
		spreadCrowd(sockets.filter((socket) => listenerOf(socket).dialect === "stream"));
	}
	const named = request.headers.get(STREAM_HEADERS.protocol) === "1";
	const headers = named ? { "sec-websocket-protocol": SOCKET_PROTOCOL } : undefined;
	return new Response(null, { status: 101, webSocket: theirs, ...(headers && { headers }) });
}

/** Who asks: whoever has a ticket for a socket, the owner, or, where frames are asked for, a share. */
function guestOf(headers: Headers, { access }: Keeper): Result<Guest, Problem> {
	const proof = headers.get(STREAM_HEADERS.proof) ?? "";
	if (headers.get(STREAM_HEADERS.ticket) === "1") return access.redeem(proof);
	if (!headers.has(STREAM_HEADERS.dialect)) return access.look(proof);
	const entered = access.enter(proof);
	return entered.ok ? ok({ loop: entered.value }) : entered;
}

/** What a guest sees, in the form that it wants. */
function viewOf(headers: Headers, { share }: Guest): View {
	return {
		...(headers.get(STREAM_HEADERS.snapshot) === "outline" && { outline: true }),
		...(share && { batch: share.batch, until: share.expiresAt }),
	};
}

/** Opens the stream on the transport that the routes read out of a request. */
export async function openStream(
	request: Request,
	ctx: DurableObjectState,
	keeper: Keeper,
): Promise<Response> {
	const { headers } = request;
	const guest = guestOf(headers, keeper);
	if (!guest.ok) return refused(guest.problem);
	const { loop } = guest.value;
	const after = headers.get(STREAM_HEADERS.after);
	const cursor = after === null ? undefined : parseCursor(after);
	const view = viewOf(headers, guest.value);
	const allowed = () => keeper.access.look(headers.get(STREAM_HEADERS.proof) ?? "").ok;
	const retry = retryWindow(ctx.getWebSockets().length + keeper.readers.size);
	switch (headers.get(STREAM_HEADERS.transport)) {
		case "socket": {
			const { fanOut, deliveries, openings } = keeper;
			const room = { loop, fanOut, deliveries, openings };
			const response = openSocket(request, ctx, room, cursor, { view, tag: tagOfGuest(guest.value) });
			await keeper.arrangeAlarm();
			return response;
		}
		case "events":
			return eventStream(loop, keeper.readers, cursor, {
				view,
				retry,
				now: Date.now,
				allowed,
				first: (missed) => keeper.openings.count("events", missed),
			});
		default: {
			const wait = Math.min(MAX_WAIT_S, Math.max(0, Number(headers.get(STREAM_HEADERS.wait)) || 0));
			const conditional = headers.get(STREAM_HEADERS.conditional) === "1";
			return pollReply(loop, keeper.readers, cursor, {
				waitMs: wait * 1000,
				conditional,
				view,
				retry,
				now: Date.now,
				allowed,
				first: (missed) => keeper.openings.count("poll", missed),
			});
		}
	}
}
