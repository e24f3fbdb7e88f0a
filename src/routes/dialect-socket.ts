import type { Context } from "hono";
import { problem } from "../protocol/problem.ts";
import { STREAM_HEADERS } from "../session/rpc/stream-headers.ts";
import { callerOrNewSession, type RouteEnv, refuseCrossSite } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";

const NOT_A_SOCKET = problem(
	"upgrade-required",
	"This is a WebSocket endpoint. Connect with ws:// or wss://.",
);

/**
 * Opens a WebSocket that speaks a dialect, for one batch of the caller. A caller without a session gets a new one, with
 * its cookie on the 101. `?after=` may carry a cursor.
 */
export async function openDialectSocket(
	context: Context<RouteEnv>,
	dialect: string,
	key: string,
): Promise<Response> {
	const { req } = context;
	// RFC 9110 §15.5.22: the server MUST send an Upgrade header field in a 426 response.
	if (req.header("upgrade")?.toLowerCase() !== "websocket")
		return problemResponse(NOT_A_SOCKET, { upgrade: "websocket" });
	const foreign = refuseCrossSite(context);
	if (foreign) return foreign;
	const found = await callerOrNewSession(context);
	if (!found.ok) return problemResponse(found.problem);
	const { caller, cookie } = found.value;
	const response = await caller.session.fetch("https://session/stream", {
		headers: {
			upgrade: "websocket",
			[STREAM_HEADERS.tokenHash]: caller.tokenHash,
			[STREAM_HEADERS.transport]: "socket",
			[STREAM_HEADERS.dialect]: dialect,
			[STREAM_HEADERS.key]: key,
			...(req.query("after") && { [STREAM_HEADERS.after]: req.query("after") ?? "" }),
		},
	});
	if (response.webSocket === null || cookie === undefined) return response;
	return new Response(null, {
		status: 101,
		webSocket: response.webSocket,
		headers: { "set-cookie": cookie },
	});
}
