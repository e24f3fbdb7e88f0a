import { Hono } from "hono";
import {
	DEFAULT_SHARE_HOURS,
	type ShareList,
	type ShareOpened,
	shareRequest,
	type TicketReply,
	type TokenReply,
} from "../protocol/http/share.ts";
import { forgetAdmission } from "./auth/admit.ts";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { credentialCookie, mintToken, readCredential, sha256OfText } from "./auth/credential.ts";
import { ticketProtocols } from "./auth/ticket.ts";
import { fileNumber } from "./files/file-number.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readJson } from "./http/read-json.ts";

/** Bytes of a request body. */
const MAX_SHARE_BYTES = 1_024;

const NO_STORE = { "cache-control": "no-store" };

/** `/api/batches/:key/shares`: read-only links to one batch. */
export const shareRoutes = new Hono<RouteEnv>()
	.use("/:key/shares", requireCaller)
	.use("/:key/shares/:n", requireCaller)
	.post("/:key/shares", async (context) => {
		const body = await readJson(context.req.raw, shareRequest, MAX_SHARE_BYTES);
		if (!body.ok) return problemResponse(body.problem);
		const { hours = DEFAULT_SHARE_HOURS, originals = false } = body.value;
		const { id, session, tokenHash } = context.var.caller;
		const token = mintToken();
		const shared = await session.createShare(tokenHash, {
			tokenHash: await sha256OfText(token),
			key: context.req.param("key"),
			hours,
			originals,
		});
		if (!shared.ok) return problemResponse(shared.problem);
		const reply: ShareOpened = { share: shared.value, token: `${id}.${token}` };
		return context.json(reply, 201, NO_STORE);
	})
	.get("/:key/shares", async (context) => {
		const { session, tokenHash } = context.var.caller;
		const shares = await session.listShares(tokenHash, context.req.param("key"));
		if (!shares.ok) return problemResponse(shares.problem);
		const reply: ShareList = { shares: shares.value };
		return context.json(reply, 200, NO_STORE);
	})
	.delete("/:key/shares/:n", async (context) => {
		const { session, tokenHash } = context.var.caller;
		const removed = await session.revokeShare(tokenHash, context.req.param("key"), fileNumber(context));
		return removed.ok ? context.body(null, 204) : problemResponse(removed.problem);
	});

/** `POST /api/session/tickets`: a short-lived, single-use credential for a WebSocket. `POST /api/session/token`: replaces the token. */
export const tokenRoutes = new Hono<RouteEnv>()
	.post("/tickets", requireCaller, async (context) => {
		const { id, session, tokenHash } = context.var.caller;
		const token = mintToken();
		const added = await session.addTicket(tokenHash, await sha256OfText(token));
		if (!added.ok) return problemResponse(added.problem);
		const reply: TicketReply = { protocols: ticketProtocols(`${id}.${token}`), expiresAt: added.value };
		return context.json(reply, 201, NO_STORE);
	})
	.post("/token", requireCaller, async (context) => {
		const { id, session, tokenHash } = context.var.caller;
		const token = mintToken();
		const changed = await session.changeToken(tokenHash, await sha256OfText(token));
		if (!changed.ok) return problemResponse(changed.problem);
		forgetAdmission(context.var.caller);
		const reply: TokenReply = { token };
		// A client that authenticates with a Bearer token has no cookie to replace.
		const usesCookie = readCredential(context.req.raw)?.by === "cookie";
		const headers = usesCookie
			? { ...NO_STORE, "set-cookie": credentialCookie(context.req.url, { id, token }) }
			: NO_STORE;
		return context.json(reply, 201, headers);
	});
