import { SOCKET_PROTOCOL } from "../../protocol/http/share.ts";
import { MAX_WAIT_S } from "../../protocol/limits.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";
import { type Cursor, parseCursor } from "../../protocol/stream/cursor.ts";
import { CLOSE } from "../../protocol/stream/stream-message.ts";
import { streamView, type Viewer } from "../../session/access/access-rules.ts";
import { MAX_SOCKETS } from "../../session/limits.ts";
import { STREAM_HEADERS } from "../../session/rpc/stream-headers.ts";
import { retryWindow } from "../../session/stream/retry-window.ts";
import { attachmentOf, type SocketAttachment } from "../../session/stream/socket-attachment.ts";
import type { View } from "../../session/stream/view.ts";
import type { OpenSession } from "../open-session.ts";
import type { Platform } from "../platform.ts";
import { dialectAttachment, greetDialect } from "./dialect-socket.ts";
import { DIALECTS } from "./dialects.ts";
import { eventStream } from "./event-stream.ts";
import { longPoll } from "./long-poll.ts";
import { refusalResponse } from "./refusal-response.ts";
import { announceLongerWindow, greetReader } from "./stream-socket.ts";
import { socketTag } from "./viewer-sockets.ts";

/** Opens the stream on the transport that the routes read out of a request. */
export async function openStream(request: Request, platform: Platform, open: OpenSession): Promise<Response> {
	const { headers } = request;
	const viewer = viewerOf(headers, open);
	if (!viewer.ok) return refusalResponse(viewer.problem);
	const { session } = open;
	const { ctx, readers, connections } = platform;
	const after = headers.get(STREAM_HEADERS.after);
	const cursor = after === null ? undefined : parseCursor(after);
	const view: View = {
		...streamView(viewer.value),
		...(headers.get(STREAM_HEADERS.snapshot) === "outline" && { outline: true }),
	};
	const options = {
		view,
		retry: retryWindow(ctx.getWebSockets().length + readers.size),
		now: Date.now,
		isAllowed: () => open.admission.viewer(headers.get(STREAM_HEADERS.tokenHash) ?? "").ok,
	};
	switch (headers.get(STREAM_HEADERS.transport)) {
		case "socket": {
			const response = openSocket(headers, platform, open, cursor, view, viewer.value);
			await open.alarm.ensureAlarm();
			return response;
		}
		case "events":
			return eventStream(session, readers, cursor, {
				...options,
				onOpen: (missed) => connections.recordOpened("events", missed),
			});
		default: {
			const wait = Math.min(MAX_WAIT_S, Math.max(0, Number(headers.get(STREAM_HEADERS.wait)) || 0));
			return longPoll(session, readers, cursor, {
				...options,
				waitMs: wait * 1000,
				conditional: headers.get(STREAM_HEADERS.conditional) === "1",
				onOpen: (missed) => connections.recordOpened("poll", missed),
			});
		}
	}
}

/** Admits a ticket, the owner or, for frames only, a share: dialects are the owner's. */
function viewerOf(headers: Headers, { admission }: OpenSession): Result<Viewer, Problem> {
	const tokenHash = headers.get(STREAM_HEADERS.tokenHash) ?? "";
	if (headers.get(STREAM_HEADERS.ticket) === "1") return admission.redeem(tokenHash);
	return headers.has(STREAM_HEADERS.dialect) ? admission.owner(tokenHash) : admission.viewer(tokenHash);
}

function openSocket(
	headers: Headers,
	{ ctx, fanOut, connections }: Platform,
	{ session, missedMessages }: OpenSession,
	cursor: Cursor | undefined,
	view: View,
	viewer: Viewer,
): Response {
	const sockets = ctx.getWebSockets();
	if (sockets.length >= MAX_SOCKETS) return refuseSocket();
	const { 0: client, 1: server } = new WebSocketPair();
	const dialect = DIALECTS.get(headers.get(STREAM_HEADERS.dialect) ?? "");
	const key = headers.get(STREAM_HEADERS.key) ?? "";
	const attachment: SocketAttachment = dialect
		? dialectAttachment(dialect, key, Date.now())
		: { dialect: "stream", view };
	// A tick that is still pending would be sent to this socket too, after a greeting that contains it already.
	session.flush();
	ctx.acceptWebSocket(server, [attachment.dialect, socketTag(viewer)]);
	server.serializeAttachment(attachment);
	if (dialect) greetDialect(server, dialect, key, session, missedMessages, cursor, Date.now());
	else {
		const missed = greetReader(server, session, fanOut, cursor, sockets.length + 1, Date.now());
		connections.recordOpened("socket", missed);
		announceLongerWindow(sockets.filter((socket) => attachmentOf(socket).dialect === "stream"));
	}
	const named = headers.get(STREAM_HEADERS.protocol) === "1";
	const answered = named ? { "sec-websocket-protocol": SOCKET_PROTOCOL } : undefined;
	return new Response(null, {
		status: 101,
		webSocket: client,
		...(answered && { headers: answered }),
	});
}

/** Refuses a socket in the only way a browser shows to its page: it opens, and closes with a code. */
function refuseSocket(): Response {
	const { 0: client, 1: server } = new WebSocketPair();
	server.accept();
	server.close(CLOSE.tooMany, `there are ${MAX_SOCKETS} sockets already; poll instead`);
	return new Response(null, { status: 101, webSocket: client });
}
