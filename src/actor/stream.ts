import { type Cursor, parseCursor } from "../protocol/cursor.ts";
import { MAX_WAIT_S } from "../protocol/limits.ts";
import { problem } from "../protocol/problem.ts";
import { MAX_SOCKETS } from "../session/limits.ts";
import type { Loop } from "../session/loop.ts";
import type { Listener } from "../session/sockets.ts";
import { STREAM_HEADERS } from "../session/stream-headers.ts";
import { type View, WHOLE } from "../session/view.ts";
import { dialectListener, greetDialect } from "./dialect-socket.ts";
import { eventStream } from "./events.ts";
import { DIALECTS, type Keeper } from "./keeper.ts";
import { pollReply } from "./poll.ts";
import { greet } from "./socket.ts";

function refused(refusal: ReturnType<typeof problem>): Response {
	return Response.json(refusal, {
		status: refusal.status,
		headers: { "content-type": "application/problem+json" },
	});
}

function openSocket(
	request: Request,
	ctx: DurableObjectState,
	loop: Loop,
	cursor: Cursor | undefined,
	view: View,
): Response {
	const sockets = ctx.getWebSockets().length;
	if (sockets >= MAX_SOCKETS) {
		const detail = `This session already has ${MAX_SOCKETS} open sockets. Close some, or poll.`;
		return refused(problem("rate-limited", detail, { retryAfter: 30 }));
	}
	const { 0: theirs, 1: ours } = new WebSocketPair();
	const dialect = DIALECTS.get(request.headers.get(STREAM_HEADERS.dialect) ?? "");
	const key = request.headers.get(STREAM_HEADERS.key) ?? "";
	const listener: Listener = dialect
		? dialectListener(dialect, key, Date.now())
		: { dialect: "stream", view };
	ctx.acceptWebSocket(ours, [listener.dialect]);
	ours.serializeAttachment(listener);
	if (dialect) greetDialect(ours, dialect, key, loop, cursor, Date.now());
	else greet(ours, loop, cursor, sockets, Date.now());
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
	switch (headers.get(STREAM_HEADERS.transport)) {
		case "socket": {
			const response = openSocket(request, ctx, loop, cursor, view);
			await keeper.arrangeAlarm();
			return response;
		}
		case "events":
			return eventStream(loop, keeper.readers, cursor, view, Date.now);
		default: {
			const wait = Math.min(MAX_WAIT_S, Math.max(0, Number(headers.get(STREAM_HEADERS.wait)) || 0));
			const conditional = headers.get(STREAM_HEADERS.conditional) === "1";
			return pollReply(loop, keeper.readers, cursor, {
				waitMs: wait * 1000,
				conditional,
				view,
				now: Date.now,
			});
		}
	}
}
