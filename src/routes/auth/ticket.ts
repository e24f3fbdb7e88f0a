import type { MiddlewareHandler } from "hono";
import { SOCKET_PROTOCOL } from "../../protocol/http/share.ts";
import { problemResponse } from "../http/problem-response.ts";
import { callerOf, type RouteEnv, requireCaller } from "./caller.ts";
import { type Credential, parseCredential } from "./credential.ts";

/** Before the credential of a ticket, among the subprotocols that a client names. */
const TICKET_PREFIX = "t.";

function protocolsOf(request: Request): string[] {
	return (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((protocol) => protocol.trim());
}

/** What a client names as subprotocols to open a socket with a ticket. */
export function ticketProtocols(credential: string): string[] {
	return [SOCKET_PROTOCOL, `${TICKET_PREFIX}${credential}`];
}

/** Whether a client named our subprotocol: a browser then closes the socket unless it hears it again. */
export function namesProtocol(request: Request): boolean {
	return protocolsOf(request).includes(SOCKET_PROTOCOL);
}

/** The ticket of an upgrade: a browser's page can send no other header with one. */
function ticketOf(request: Request): Credential | undefined {
	const named = protocolsOf(request).find((protocol) => protocol.startsWith(TICKET_PREFIX));
	return named === undefined ? undefined : parseCredential(named.slice(TICKET_PREFIX.length), "ticket");
}

/** Lets whoever brings a ticket through to a socket, from any site; everybody else as always. */
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
