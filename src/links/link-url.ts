import { MAX_LINK_LENGTH } from "../protocol/limits.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { type LinkProblem, permanent } from "./link-problem.ts";
import { isAddress, isPublicAddress } from "./public-address.ts";

/** Names that never belong to a public host (RFC 6761, 6762, 7686, 8375; ICANN's `internal`). */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|onion|test|invalid)$/;

/** HTTP and HTTPS. Other ports are where databases, mail servers and routers listen. */
const WEB_PORTS: ReadonlySet<string> = new Set(["", "80", "443"]);

/** Which links a deployment allows. */
export interface LinkPolicy {
	/** For development: any port, and private hosts. */
	readonly allowPrivate: boolean;
}

/** The host of a URL, without IPv6 brackets and without the trailing dot of a name. */
export function hostOf({ hostname }: URL): string {
	return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

/**
 * Whether a URL may be requested, by its text alone: the first defence against SSRF. The URL parser has normalised the host by
 * then: it turns `0x7f.1`, `2130706433` and `１２７。0.0.1` into 127.0.0.1 (WHATWG URL, host parsing).
 */
export function checkUrl(text: string, { allowPrivate }: LinkPolicy): Result<URL, LinkProblem> {
	const url = text.length <= MAX_LINK_LENGTH && URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined)
		return refuse(
			permanent("link-malformed", "This is not a web address. Copy the whole link, starting with https://."),
		);
	if (url.protocol !== "http:" && url.protocol !== "https:")
		return refuse(
			permanent(
				"link-malformed",
				`Links that start with ${url.protocol} are not fetched. Use one that starts with http:// or https://.`,
			),
		);
	if (url.username !== "" || url.password !== "")
		return refuse(
			permanent(
				"link-refused",
				"The link contains a user name or password. Use a link that works without them.",
			),
		);
	if (allowPrivate) return ok(url);
	if (!WEB_PORTS.has(url.port))
		return refuse(
			permanent("link-refused", `Links to port ${url.port} are not fetched. Use a link to port 80 or 443.`),
		);
	const host = hostOf(url);
	const isOpen = isAddress(host) ? isPublicAddress(host) : host.includes(".") && !PRIVATE_NAMES.test(host);
	return isOpen ? ok(url) : refuse(notPublic(host));
}

/** The host, or an address its name resolves to, is not on the public internet. */
export function notPublic(host: string): LinkProblem {
	return permanent(
		"link-refused",
		`${host} is not on the public internet, so nothing is fetched from it. Upload the file instead.`,
	);
}
