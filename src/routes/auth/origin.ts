import { type Problem, problem } from "../../protocol/problem.ts";

/** The parts of a request that say which page sent it. */
export interface RequestOrigin {
	readonly url: string;
	readonly host: string | null;
	readonly origin: string | null;
	/** `Sec-Fetch-Site` (W3C Fetch Metadata): browsers add it to every request to a trustworthy URL. */
	readonly site: string | null;
	readonly allowed: readonly string[];
}

/** Parses the variable `ALLOWED_ORIGINS`: a comma-separated list. */
export function allowedOrigins(list: string): string[] {
	return list
		.split(",")
		.map((origin) => origin.trim().replace(/\/$/, ""))
		.filter((origin) => origin !== "");
}

function isOwnOrigin(origin: string, { url, host }: RequestOrigin): boolean {
	if (origin === new URL(url).origin) return true;
	// Behind a proxy that terminates TLS the schemes differ, the hosts do not.
	return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Refuses cross-site request forgery. Browsers send `Origin` with every request that is neither GET nor HEAD (Fetch,
 * append a request Origin header); for the rest there is `Sec-Fetch-Site`. Programs send neither and are let through.
 */
export function checkOrigin(provenance: RequestOrigin): Problem | undefined {
	const { origin, site, allowed } = provenance;
	const foreign =
		origin === null
			? site === "cross-site" || site === "same-site"
			: !isOwnOrigin(origin, provenance) && !allowed.includes(origin);
	if (!foreign) return undefined;
	return problem(
		"forbidden",
		"Requests from pages of other origins are not accepted. Send a Bearer token, or add the origin to ALLOWED_ORIGINS.",
	);
}
