import type { MiddlewareHandler } from "hono";
import { SOCKET_PROTOCOL } from "../../protocol/http/share.ts";
import { problemResponse } from "../http/problem-response.ts";
import { callerOf, type RouteEnv, requireCaller } from "./caller.ts";
import { parseCredential, type RequestCredential } from "./credential.ts";

/** Marks the WebSocket subprotocol that carries a ticket's credential. */
const TICKET_PREFIX = "t.";

function offeredProtocols(request: Request): string[] {
	return (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((protocol) => protocol.trim());
}

/** The subprotocols a client must offer to open a WebSocket with this ticket: `new WebSocket(url, protocols)`. */
export function ticketProtocols(credential: string): string[] {
	return [SOCKET_PROTOCOL, `${TICKET_PREFIX}${credential}`];
}

/**
 * Whether a client offered our subprotocol. The response must then select it: without `Sec-WebSocket-Protocol` a browser
 * fails the connection (WebSockets Standard, establish a WebSocket connection).
 */
export function offersSubprotocol(request: Request): boolean {
	return offeredProtocols(request).includes(SOCKET_PROTOCOL);
}

/** The ticket of an upgrade. `Sec-WebSocket-Protocol` is the only header that a page can set on a WebSocket. */
function ticketOf(request: Request): RequestCredential | undefined {
	const offered = offeredProtocols(request).find((protocol) => protocol.startsWith(TICKET_PREFIX));
	return offered === undefined ? undefined : parseCredential(offered.slice(TICKET_PREFIX.length), "ticket");
}

/** Accepts a ticket for a WebSocket, from a page of any origin; other requests need the usual credential. */
export const requireReader: MiddlewareHandler<RouteEnv> = async (context, next) => {
	const upgrade = context.req.header("upgrade")?.toLowerCase() === "websocket";
	const ticket = upgrade ? ticketOf(context.req.raw) : undefined;
	if (ticket === undefined) return requireCaller(context, next);
	const caller = await callerOf(context.env, ticket);
	if (!caller.ok) return problemResponse(caller.problem);
	context.set("caller", caller.value);
	context.set("byTicket", true);
	await next();
};
