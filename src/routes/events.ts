import { Hono } from "hono";
import { problem } from "../protocol/problem.ts";
import { parseCursor } from "../protocol/stream/cursor.ts";
import { STREAM_HEADERS } from "../session/rpc/stream-headers.ts";
import type { RouteEnv } from "./auth/caller.ts";
import { offersSubprotocol, requireReader } from "./auth/ticket.ts";
import { problemResponse } from "./http/problem-response.ts";

/** The transport of a request: one endpoint serves all three. */
function transportOf(request: Request): "socket" | "events" | "poll" {
	if (request.headers.get("upgrade")?.toLowerCase() === "websocket") return "socket";
	return request.headers.get("accept")?.includes("text/event-stream") ? "events" : "poll";
}

/**
 * `GET /api/session/events`: a WebSocket, server-sent events, or a poll. The cursor is `?after=`; a reconnecting
 * EventSource sends it as `Last-Event-ID` (HTML, server-sent events), and a poll may send it as `If-None-Match`.
 */
export const eventRoutes = new Hono<RouteEnv>().get("/", requireReader, (context) => {
	const { req } = context;
	const known = req.header("if-none-match");
	const after = req.header("last-event-id") ?? req.query("after") ?? known;
	if (after !== undefined && after !== "" && parseCursor(after) === undefined) {
		const detail =
			"Invalid cursor. Send one from a frame, an event id or an ETag, or leave it out to get everything.";
		return problemResponse(problem("invalid-cursor", detail));
	}
	const wait = Number(req.query("wait") ?? "0");
	if (!(wait >= 0))
		return problemResponse(problem("malformed", "Give `wait` as a number of seconds, such as ?wait=20."));
	const snapshot = req.query("snapshot") ?? "whole";
	if (snapshot !== "whole" && snapshot !== "outline")
		return problemResponse(problem("malformed", "Give `snapshot` as whole or outline."));
	const { session, tokenHash } = context.var.caller;
	const transport = transportOf(req.raw);
	const headers = new Headers({
		[STREAM_HEADERS.tokenHash]: tokenHash,
		[STREAM_HEADERS.ticket]: context.var.byTicket ? "1" : "0",
		[STREAM_HEADERS.protocol]: offersSubprotocol(req.raw) ? "1" : "0",
		[STREAM_HEADERS.transport]: transport,
		[STREAM_HEADERS.wait]: String(wait),
		[STREAM_HEADERS.snapshot]: snapshot,
		[STREAM_HEADERS.conditional]: known === undefined ? "0" : "1",
	});
	if (after) headers.set(STREAM_HEADERS.after, after);
	if (transport === "socket") headers.set("upgrade", "websocket");
	return session.fetch("https://session/stream", { headers });
});
