import type { Context } from "hono";
import { problem } from "../protocol/problem.ts";
import { STREAM_HEADERS } from "../session/stream-headers.ts";
import { callerOrNew, type RouteEnv, refuseForeign } from "./auth/caller.ts";
import { problemResponse } from "./http/problem-response.ts";

const NOT_A_SOCKET = problem(
	"upgrade-required",
	"This address is a WebSocket. Connect with ws:// or wss://.",
);

/**
 * Opens the caller's socket that speaks a dialect, about the batch of this key. On first contact the caller gets a
 * session, and its cookie with the 101. A cursor may stand in the query as `after`.
 */
export async function openDialectSocket(
	context: Context<RouteEnv>,
	dialect: string,
	key: string,
): Promise<Response> {
	const { req } = context;
	if (req.header("upgrade")?.toLowerCase() !== "websocket")
		return problemResponse(NOT_A_SOCKET, { upgrade: "websocket" });
	const foreign = refuseForeign(context);
	if (foreign) return foreign;
	const found = await callerOrNew(context);
	if (!found.ok) return problemResponse(found.problem);
	const { caller, cookie } = found.value;
	const response = await caller.door.fetch("https://session/stream", {
		headers: {
			upgrade: "websocket",
			[STREAM_HEADERS.proof]: caller.proof,
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
