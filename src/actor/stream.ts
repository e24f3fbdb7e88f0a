import { type Cursor, parseCursor } from "../protocol/cursor.ts";
import { MAX_WAIT_S } from "../protocol/limits.ts";
import type { problem } from "../protocol/problem.ts";
import { CLOSE } from "../protocol/stream-message.ts";
import { MAX_SOCKETS } from "../session/limits.ts";
import { type Listener, listenerOf, retryWindow } from "../session/sockets.ts";
import { STREAM_HEADERS } from "../session/stream-headers.ts";
import { type View, WHOLE } from "../session/view.ts";
import type { Deliveries } from "./deliveries.ts";
import { dialectListener, greetDialect } from "./dialect-socket.ts";
import { eventStream } from "./events.ts";
import { DIALECTS, type Keeper } from "./keeper.ts";
import { pollReply } from "./poll.ts";
import { greet, type Room, spreadCrowd } from "./socket.ts";

function refused(refusal: ReturnType<typeof problem>): Response {
	return Response.json(refusal, {
		status: refusal.status,
		headers: { "content-type": "application/problem+json" },
	});
}

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
	room: Room & { readonly deliveries: Deliveries },
	cursor: Cursor | undefined,
	view: View,
): Response {
	const sockets = ctx.getWebSockets();
	if (sockets.length >= MAX_SOCKETS) return refuseSocket();
	const { 0: theirs, 1: ours } = new WebSocketPair();
	const dialect = DIALECTS.get(request.headers.get(STREAM_HEADERS.dialect) ?? "");
	const key = request.headers.get(STREAM_HEADERS.key) ?? "";
	const listener: Listener = dialect
		? dialectListener(dialect, key, Date.now())
		: { dialect: "stream", view };
	ctx.acceptWebSocket(ours, [listener.dialect]);
	ours.serializeAttachment(listener);
	if (dialect) greetDialect(ours, dialect, key, room, cursor, Date.now());
	else {
		greet(ours, room, cursor, sockets.length + 1, Date.now());
		spreadCrowd(sockets.filter((socket) => listenerOf(socket).dialect === "stream"));
	}
	return new Response(null, { status: 101, webSocket: theirs });
}

/** Opens the stream on the transport that the routes read out of a request. */
export async function openStream(
	request: Request,
	ctx: DurableObjectState,
	keeper: Keeper,
): Promise<Response> {
	const { headers } = request;
	const entered = keeper.enter(headers.get(STREAM_HEADERS.proof) ?? "");
	if (!entered.ok) return refused(entered.problem);
	const loop = entered.value;
	const after = headers.get(STREAM_HEADERS.after);
	const cursor = after === null ? undefined : parseCursor(after);
	const view: View = headers.get(STREAM_HEADERS.snapshot) === "outline" ? { outline: true } : WHOLE;
	const retry = retryWindow(ctx.getWebSockets().length + keeper.readers.size);
	switch (headers.get(STREAM_HEADERS.transport)) {
		case "socket": {
			const { fanOut, deliveries } = keeper;
			const response = openSocket(request, ctx, { loop, fanOut, deliveries }, cursor, view);
			await keeper.arrangeAlarm();
			return response;
		}
		case "events":
			return eventStream(loop, keeper.readers, cursor, { view, retry, now: Date.now });
		default: {
			const wait = Math.min(MAX_WAIT_S, Math.max(0, Number(headers.get(STREAM_HEADERS.wait)) || 0));
			const conditional = headers.get(STREAM_HEADERS.conditional) === "1";
			return pollReply(loop, keeper.readers, cursor, {
				waitMs: wait * 1000,
				conditional,
				view,
				retry,
				now: Date.now,
			});
		}
	}
}
