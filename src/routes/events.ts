import { Hono } from "hono";
import { problem } from "../protocol/problem.ts";
import { parseCursor } from "../protocol/stream/cursor.ts";
import { STREAM_HEADERS } from "../session/stream-headers.ts";
import type { RouteEnv } from "./auth/caller.ts";
import { namesProtocol, requireReader } from "./auth/ticket.ts";
import { problemResponse } from "./http/problem-response.ts";

/** Which transport a request asks for, on the one address that has three. */
function transportOf(request: Request): "socket" | "events" | "poll" {
	if (request.headers.get("upgrade")?.toLowerCase() === "websocket") return "socket";
	return request.headers.get("accept")?.includes("text/event-stream") ? "events" : "poll";
}

/**
 * `GET /api/session/events`: a WebSocket, server-sent events, or a poll. The cursor is `after`; a browser's event source
 * that comes back says it as `Last-Event-ID`, a poll may say it as `If-None-Match`.
 */
export const eventRoutes = new Hono<RouteEnv>().get("/", requireReader, (context) => {
	const { req } = context;
	const known = req.header("if-none-match");
	const after = req.header("last-event-id") ?? req.query("after") ?? known;
	if (after !== undefined && after !== "" && parseCursor(after) === undefined) {
		const detail = "A cursor is what a frame, an event's id or an ETag said. Leave it out to get everything.";
		return problemResponse(problem("invalid-cursor", detail));
	}
	const wait = Number(req.query("wait") ?? "0");
	if (!(wait >= 0))
		return problemResponse(problem("malformed", "Say wait= as a number of seconds, such as 20."));
	const snapshot = req.query("snapshot") ?? "whole";
	if (snapshot !== "whole" && snapshot !== "outline")
		return problemResponse(problem("malformed", "Say snapshot= as whole or outline."));
	const { door, proof } = context.var.caller;
	const transport = transportOf(req.raw);
	const headers = new Headers({
		[STREAM_HEADERS.proof]: proof,
		[STREAM_HEADERS.ticket]: context.var.byTicket ? "1" : "0",
		[STREAM_HEADERS.protocol]: namesProtocol(req.raw) ? "1" : "0",
		[STREAM_HEADERS.transport]: transport,
		[STREAM_HEADERS.wait]: String(wait),
		[STREAM_HEADERS.snapshot]: snapshot,
		[STREAM_HEADERS.conditional]: known === undefined ? "0" : "1",
	});
	if (after) headers.set(STREAM_HEADERS.after, after);
	if (transport === "socket") headers.set("upgrade", "websocket");
	return door.fetch("https://session/stream", { headers });
});
