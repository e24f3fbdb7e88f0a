import { MAX_LINK_LENGTH } from "../protocol/limits.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { final, type LinkProblem } from "./link-problem.ts";
import { isAddress, isPublicAddress } from "./public-address.ts";

/** Names that never stand for a host of the open internet (RFC 6761, 6762, 7686, 8375, ICANN's `internal`). */
const INSIDE = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|onion|test|invalid)$/;

/** Ports of the web. Others are where databases, mail and routers listen. */
const PORTS: ReadonlySet<string> = new Set(["", "80", "443"]);

/** What a deployment lets links do. */
export interface LinkPolicy {
	/** For development: any port, and hosts inside. */
	readonly allowPrivate: boolean;
}

/** The host of a URL without the brackets of IPv6 and without the dot that may end a name. */
export function hostOf({ hostname }: URL): string {
	return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

/**
 * Whether an address may be asked at all, before anybody is. The URL parser has undone the spellings by then: of
 * `0x7f.1`, `2130706433` and `１２７。0.0.1` it makes 127.0.0.1 (WHATWG URL, host parsing).
 */
export function checkUrl(text: string, { allowPrivate }: LinkPolicy): Result<URL, LinkProblem> {
	const url = text.length <= MAX_LINK_LENGTH && URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined)
		return refuse(
			final("link-malformed", "This is no address of the web. Copy the whole link, with https://."),
		);
	if (url.protocol !== "http:" && url.protocol !== "https:")
		return refuse(
			final("link-malformed", `Links begin with http:// or https://, this one with ${url.protocol}//.`),
		);
	if (url.username !== "" || url.password !== "")
		return refuse(
			final("link-refused", "The link holds a name or a password. Use one that opens without them."),
		);
	if (allowPrivate) return ok(url);
	if (!PORTS.has(url.port))
		return refuse(
			final(
				"link-refused",
				`Links to port ${url.port} are not fetched, only to those of the web, 80 and 443.`,
			),
		);
	const host = hostOf(url);
	const isOpen = isAddress(host) ? isPublicAddress(host) : host.includes(".") && !INSIDE.test(host);
	return isOpen ? ok(url) : refuse(notPublic(host));
}

/** Said of a host that is not everybody's, or whose name stands for an address that is not. */
export function notPublic(host: string): LinkProblem {
	return final("link-refused", `${host} is not on the open internet, so nothing is fetched from there.`);
}
