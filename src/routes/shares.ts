import { Hono } from "hono";
import {
	DEFAULT_SHARE_HOURS,
	type ShareList,
	type ShareOpened,
	shareRequest,
	type TicketReply,
	type TokenReply,
} from "../protocol/http/share.ts";
import { expel } from "./auth/admit.ts";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { credentialCookie, mintToken, readCredential, sha256Hex } from "./auth/credential.ts";
import { ticketProtocols } from "./auth/ticket.ts";
import { fileNumber } from "./files/file-number.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readJson } from "./http/read-json.ts";

/** Bytes of the body that asks for a share. */
const MAX_SHARE_BYTES = 1_024;

const NO_STORE = { "cache-control": "no-store" };

/** `/api/batches/:key/shares`: rights to look at one batch. */
export const shareRoutes = new Hono<RouteEnv>()
	.use("/:key/shares", requireCaller)
	.use("/:key/shares/:n", requireCaller)
	.post("/:key/shares", async (context) => {
		const body = await readJson(context.req.raw, shareRequest, MAX_SHARE_BYTES);
		if (!body.ok) return problemResponse(body.problem);
		const { hours = DEFAULT_SHARE_HOURS, originals = false } = body.value;
		const { id, door, proof } = context.var.caller;
		const token = mintToken();
		const own = await sha256Hex(token);
		const shared = await door.share(proof, { proof: own, key: context.req.param("key"), hours, originals });
		if (!shared.ok) return problemResponse(shared.problem);
		const reply: ShareOpened = { share: shared.value, token: `${id}.${token}` };
		return context.json(reply, 201, NO_STORE);
	})
	.get("/:key/shares", async (context) => {
		const { door, proof } = context.var.caller;
		const shares = await door.shares(proof, context.req.param("key"));
		if (!shares.ok) return problemResponse(shares.problem);
		const reply: ShareList = { shares: shares.value };
		return context.json(reply, 200, NO_STORE);
	})
	.delete("/:key/shares/:n", async (context) => {
		const { door, proof } = context.var.caller;
		const gone = await door.unshare(proof, context.req.param("key"), fileNumber(context));
		return gone.ok ? context.body(null, 204) : problemResponse(gone.problem);
	});

/** `/api/session/tickets`, `/api/session/token`: a right for a moment, and another token. */
export const tokenRoutes = new Hono<RouteEnv>()
	.post("/tickets", requireCaller, async (context) => {
		const { id, door, proof } = context.var.caller;
		const token = mintToken();
		const added = await door.addTicket(proof, await sha256Hex(token));
		if (!added.ok) return problemResponse(added.problem);
		const reply: TicketReply = { protocols: ticketProtocols(`${id}.${token}`), expiresAt: added.value };
		return context.json(reply, 201, NO_STORE);
	})
	.post("/token", requireCaller, async (context) => {
		const { id, door, proof } = context.var.caller;
		const token = mintToken();
		const changed = await door.changeToken(proof, await sha256Hex(token));
		if (!changed.ok) return problemResponse(changed.problem);
		expel(context.var.caller);
		const reply: TokenReply = { token };
		// A program that shows a Bearer has no cookie to be replaced.
		const cookie = readCredential(context.req.raw)?.by === "cookie";
		const headers = cookie
			? { ...NO_STORE, "set-cookie": credentialCookie(context.req.url, { id, token }) }
			: NO_STORE;
		return context.json(reply, 201, headers);
	});
