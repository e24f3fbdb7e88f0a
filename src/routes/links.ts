import { Hono } from "hono";
import { type WantedLink, wantedLinks } from "../protocol/files/links.ts";
import type { ManifestEntry } from "../protocol/files/manifest.ts";
import { MAX_LINKS_BYTES } from "../protocol/limits.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import type { AnnouncedLink } from "../session/rules/command.ts";
import { type RouteEnv, requireCaller } from "./auth/caller.ts";
import { sha256Hex } from "./auth/credential.ts";
import { allowUpload } from "./auth/upload-limit.ts";
import { readBatchKey } from "./batches.ts";
import { problemResponse } from "./http/problem-response.ts";
import { readJson } from "./http/read-json.ts";

/** Links as the session takes them: what each is called until its server has said, and where it leads. */
interface Announced {
	readonly entries: readonly ManifestEntry[];
	readonly links: readonly AnnouncedLink[];
}

/** What stands last in an address, readable; else its host. */
function nameOf({ pathname, hostname }: URL): string {
	const last = pathname.split("/").findLast((part) => part !== "") ?? hostname;
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}

/** What is no address at all is the caller's mistake; everything else is found out, and told, with the file. */
function announcedOf(wanted: readonly WantedLink[]): Result<Announced, Problem> {
	const entries: ManifestEntry[] = [];
	const links: AnnouncedLink[] = [];
	for (const [index, { url: text, name, path }] of wanted.entries()) {
		if (!URL.canParse(text))
			return refuse(problem("malformed", `Link ${index + 1} is no address. Send all of it, with https://.`));
		const url = new URL(text);
		entries.push({ name: name ?? nameOf(url), size: 0, ...(path !== undefined && { path }) });
		links.push({ url: text, host: url.hostname, named: name !== undefined || path !== undefined });
	}
	return ok({ entries, links });
}

/** `/api/batches/:key/links`: files whose bytes the service fetches by itself. */
export const linkRoutes = new Hono<RouteEnv>().post("/:key/links", requireCaller, async (context) => {
	const key = readBatchKey(context.req.param("key"));
	if (!key.ok) return problemResponse(key.problem);
	const body = await readJson(context.req.raw, wantedLinks, MAX_LINKS_BYTES);
	if (!body.ok) return problemResponse(body.problem);
	const announced = announcedOf(body.value.links);
	if (!announced.ok) return problemResponse(announced.problem);
	const { door, id, proof } = context.var.caller;
	const limited = await allowUpload(context.env, id);
	if (limited) return problemResponse(limited);
	const hash = await sha256Hex(JSON.stringify(body.value.links));
	const reply = await door.announce(proof, key.value, { ...announced.value, hash });
	return reply.ok ? context.json(reply.value, 202) : problemResponse(reply.problem);
});
