import * as z from "zod/mini";

/** Hours for which a share is valid by default, and at most: a week, a month. */
export const DEFAULT_SHARE_HOURS = 168;
export const MAX_SHARE_HOURS = 720;

/** Shares of one session that are valid at the same time. */
export const MAX_SHARES = 100;

/** Milliseconds for which a ticket is valid: long enough to open a socket, too short to be found in a log. */
export const TICKET_MS = 30_000;

/** The subprotocol that a client names together with its ticket, and that the server answers with. */
export const SOCKET_PROTOCOL = "darkroom.v1";

/** `POST /api/batches/:key/shares`. Every member is optional. */
export const shareRequest = z.strictObject({
	hours: z.optional(z.number().check(z.positive(), z.maximum(MAX_SHARE_HOURS))),
	/** Whether the bytes of the files may be read too, and not only what was found in them. */
	originals: z.optional(z.boolean()),
});

/** A share as its owner sees it. */
export const shareInfo = z.object({
	id: z.int(),
	/** The key of the batch that it shows. */
	batch: z.string(),
	originals: z.boolean(),
	/** Milliseconds since 1970. */
	createdAt: z.int(),
	expiresAt: z.int(),
});

/** The answer: a share, and the Bearer token that reads it, returned only here. */
export const shareOpened = z.object({ share: shareInfo, token: z.string() });

/** `GET /api/batches/:key/shares`. */
export const shareList = z.object({ shares: z.readonly(z.array(shareInfo)) });

/** `POST /api/session/tickets`: what goes into `Sec-WebSocket-Protocol`, in this order. */
export const ticketReply = z.object({ protocols: z.readonly(z.array(z.string())), expiresAt: z.int() });

/** `POST /api/session/token`: the new token, returned only here. */
export const tokenReply = z.object({ token: z.string() });

export type ShareInfo = z.infer<typeof shareInfo>;
export type ShareOpened = z.infer<typeof shareOpened>;
export type ShareList = z.infer<typeof shareList>;
export type TicketReply = z.infer<typeof ticketReply>;
export type TokenReply = z.infer<typeof tokenReply>;
