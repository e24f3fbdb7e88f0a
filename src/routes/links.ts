import { Hono } from "hono";
import { type LinkEntry, linkManifest } from "../protocol/files/links.ts";
import type { ManifestEntry } from "../protocol/files/manifest.ts";
import { MAX_LINKS_BYTES } from "../protocol/limits.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import type { AnnouncedLink } from "../session/rules/command.ts";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { sha256OfText } from "./auth/credential.ts";
import { checkUploadRate } from "./auth/upload-limit.ts";
import { readBatchKey } from "./batches.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readJson } from "./http/read-json.ts";

/** Links in the session's own terms. An entry's name is provisional: the link's server may give another. */
interface LinkAnnouncement {
	readonly entries: readonly ManifestEntry[];
	readonly links: readonly AnnouncedLink[];
}

/** The last path segment, decoded; the host when the path is empty. */
function nameFromUrl({ pathname, hostname }: URL): string {
	const last = pathname.split("/").findLast((part) => part !== "") ?? hostname;
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}

/** Only text that is no URL refuses the request. Whatever else is wrong with a link is reported on its file. */
function announcementOf(wanted: readonly LinkEntry[]): Result<LinkAnnouncement, Problem> {
	const entries: ManifestEntry[] = [];
	const links: AnnouncedLink[] = [];
	for (const [index, { url: text, name, path }] of wanted.entries()) {
		if (!URL.canParse(text))
			return refuse(
				problem(
					"malformed",
					`Link ${index + 1} is not a URL. Send the whole address, starting with https://.`,
				),
			);
		const url = new URL(text);
		entries.push({ name: name ?? nameFromUrl(url), size: 0, ...(path !== undefined && { path }) });
		links.push({ url: text, host: url.hostname, named: name !== undefined || path !== undefined });
	}
	return ok({ entries, links });
}

/** `POST /api/batches/:key/links`: files that the server fetches from URLs. */
export const linkRoutes = new Hono<RouteEnv>().post("/:key/links", requireCaller, async (context) => {
	const key = readBatchKey(context.req.param("key"));
	if (!key.ok) return problemResponse(key.problem);
	const body = await readJson(context.req.raw, linkManifest, MAX_LINKS_BYTES);
	if (!body.ok) return problemResponse(body.problem);
	const announced = announcementOf(body.value.links);
	if (!announced.ok) return problemResponse(announced.problem);
	const { session, id, tokenHash } = context.var.caller;
	const limited = await checkUploadRate(context.env, id);
	if (limited) return problemResponse(limited);
	const hash = await sha256OfText(JSON.stringify(body.value.links));
	const reply = await session.announce(tokenHash, key.value, { ...announced.value, hash });
	return reply.ok ? context.json(reply.value, 202) : problemResponse(reply.problem);
});
