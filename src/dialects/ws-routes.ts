import { Hono } from "hono";
import { problem } from "../protocol/problem.ts";
import type { RouteEnv } from "../routes/auth/caller.ts";
import { readCredential } from "../routes/auth/credential.ts";
import { openDialectSocket } from "../routes/dialect-socket.ts";
import { problemResponse } from "../routes/http/problem-response.ts";
import { documents } from "./documents/messages.ts";
import { isUploadKey } from "./documents/upload-key.ts";
import { videos } from "./videos/messages.ts";
import { isOwnUser, OTHER_USER } from "./videos/own-user.ts";

const NO_CREDENTIAL = problem(
	"unauthorized",
	'Show the credential of the session that you name, or say "me" to be given one.',
);

/**
 * `/ws/:id` is the address of two seeds. A `user_id` of seed 004 is the caller's own session or `me`; an `upload_id` of
 * seed 003 is recognised by its format; any other id is refused.
 */
export const wsRoutes = new Hono<RouteEnv>().get("/:id", (context) => {
	const id = context.req.param("id");
	const caller = readCredential(context.req.raw)?.id;
	if (isOwnUser(id, caller)) return openDialectSocket(context, videos.name, "");
	if (caller === undefined) return problemResponse(NO_CREDENTIAL);
	return isUploadKey(id) ? openDialectSocket(context, documents.name, id) : problemResponse(OTHER_USER);
});
