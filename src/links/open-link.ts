import { ok, type Result, refuse } from "../protocol/result.ts";
import { MAX_REDIRECTS } from "./limits.ts";
import { type LinkProblem, permanent, temporary } from "./link-problem.ts";
import { checkUrl, hostOf, type LinkPolicy } from "./link-url.ts";
import { isAddress } from "./public-address.ts";
import { checkResolvedName, type LinkFetch } from "./resolve-name.ts";

/** Dependencies of `openLink`; tests pass fakes. */
export interface OpenDeps {
	readonly policy: LinkPolicy;
	/** URL of a DNS-over-HTTPS service with a JSON API. */
	readonly resolver: string;
	readonly fetch: LinkFetch;
}

/** The response after all redirects, its body unread, and the URL it came from. */
export interface OpenedLink {
	readonly url: URL;
	readonly response: Response;
}

/** Statuses that redirect to `Location` (RFC 9110 §15.4). */
const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Checks a URL by its text, then by the addresses its host resolves to. */
async function checkTarget(
	text: string,
	{ policy, resolver, fetch: ask }: OpenDeps,
	signal: AbortSignal,
): Promise<Result<URL, LinkProblem>> {
	const url = checkUrl(text, policy);
	if (!url.ok || policy.allowPrivate || isAddress(hostOf(url.value))) return url;
	const named = await checkResolvedName(hostOf(url.value), resolver, ask, signal);
	return named.ok ? url : named;
}

/**
 * Requests a link and follows redirects; each target is checked like the first URL. `headers` are sent to every host on the
 * way, so they must contain nothing confidential.
 */
export async function openLink(
	text: string,
	headers: Readonly<Record<string, string>>,
	deps: OpenDeps,
	signal: AbortSignal,
): Promise<Result<OpenedLink, LinkProblem>> {
	let next = text;
	for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
		const url = await checkTarget(next, deps, signal);
		if (!url.ok) return url;
		// RFC 9110 §7.1: the target URI excludes the fragment.
		url.value.hash = "";
		let response: Response;
		try {
			response = await deps.fetch(url.value.href, {
				// No content coding: encoded bytes have no known length and cannot be resumed.
				headers: { accept: "*/*", "accept-encoding": "identity", ...headers },
				redirect: "manual",
				signal,
			});
		} catch {
			return refuse(unreachable(hostOf(url.value)));
		}
		const location = response.headers.get("location");
		if (!REDIRECT_STATUSES.has(response.status) || location === null) return ok({ url: url.value, response });
		await response.body?.cancel().catch(() => {});
		if (!URL.canParse(location, url.value.href))
			return refuse(permanent("link-malformed", `${hostOf(url.value)} redirects to an invalid address.`));
		next = new URL(location, url.value).href;
	}
	return refuse(
		permanent(
			"link-loop",
			`The link redirects more than ${MAX_REDIRECTS} times. It runs in a circle, or requires a sign-in.`,
		),
	);
}

/** The server did not respond at all. */
export function unreachable(host: string): LinkProblem {
	return temporary("link-unreachable", `${host} is not responding.`);
}
