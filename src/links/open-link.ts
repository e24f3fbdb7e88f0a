import { ok, type Result, refuse } from "../protocol/result.ts";
import { MAX_HOPS } from "./limits.ts";
import { final, type LinkProblem, passing } from "./link-problem.ts";
import { checkUrl, hostOf, type LinkPolicy } from "./link-url.ts";
import { isAddress } from "./public-address.ts";
import { type Ask, checkName } from "./resolve-name.ts";

/** What asking for a link needs of the world. */
export interface OpenPorts {
	readonly policy: LinkPolicy;
	/** The address of a DNS-over-HTTPS service that answers in JSON. */
	readonly resolver: string;
	readonly ask: Ask;
}

/** The answer of the server at the end of all redirects, its body not read yet. */
export interface Opened {
	readonly url: URL;
	readonly response: Response;
}

/** Answers that name another address (RFC 9110, 15.4). */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Makes sure that an address may be asked: how it is written, and where its name leads. */
async function check(
	text: string,
	{ policy, resolver, ask }: OpenPorts,
	signal: AbortSignal,
): Promise<Result<URL, LinkProblem>> {
	const url = checkUrl(text, policy);
	if (!url.ok || policy.allowPrivate || isAddress(hostOf(url.value))) return url;
	const named = await checkName(hostOf(url.value), resolver, ask, signal);
	return named.ok ? url : named;
}

/**
 * Asks for a link, and follows where it leads; each address on the way is checked like the first one. `headers` go along
 * to all of them, so they must tell nobody anything.
 */
export async function openLink(
	text: string,
	headers: Readonly<Record<string, string>>,
	ports: OpenPorts,
	signal: AbortSignal,
): Promise<Result<Opened, LinkProblem>> {
	let next = text;
	for (let hop = 0; hop <= MAX_HOPS; hop++) {
		const url = await check(next, ports, signal);
		if (!url.ok) return url;
		// What stands behind the # is the browser's own.
		url.value.hash = "";
		let response: Response;
		try {
			response = await ports.ask(url.value.href, {
				// Bytes as they lie there: what is packed on the way has no length and cannot be gone on with.
				headers: { accept: "*/*", "accept-encoding": "identity", ...headers },
				redirect: "manual",
				signal,
			});
		} catch {
			return refuse(silent(hostOf(url.value)));
		}
		const location = response.headers.get("location");
		if (!REDIRECTS.has(response.status) || location === null) return ok({ url: url.value, response });
		await response.body?.cancel().catch(() => {});
		if (!URL.canParse(location, url.value.href))
			return refuse(final("link-malformed", `${hostOf(url.value)} sends on to an address that is none.`));
		next = new URL(location, url.value).href;
	}
	return refuse(
		final(
			"link-loop",
			`The link was sent on more than ${MAX_HOPS} times. It leads in a circle, or asks for a sign-in.`,
		),
	);
}

/** Said of a server that did not answer at all. */
export function silent(host: string): LinkProblem {
	return passing("link-unreachable", `${host} does not answer.`);
}
