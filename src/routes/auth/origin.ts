import { type Problem, problem } from "../../protocol/problem.ts";

/** What of a request tells where it comes from. */
export interface Provenance {
	readonly url: string;
	readonly host: string | null;
	readonly origin: string | null;
	/** `Sec-Fetch-Site`: browsers send it with every request. */
	readonly site: string | null;
	readonly allowed: readonly string[];
}

/** The origins of the variable `ALLOWED_ORIGINS`. */
export function allowedOrigins(list: string): string[] {
	return list
		.split(",")
		.map((origin) => origin.trim().replace(/\/$/, ""))
		.filter((origin) => origin !== "");
}

function isOwn(origin: string, { url, host }: Provenance): boolean {
	if (origin === new URL(url).origin) return true;
	return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Refuses what another site's page sends in the name of whoever looks at it. Programs send no `Origin`; a browser that
 * leaves it out still says `Sec-Fetch-Site`.
 */
export function checkOrigin(provenance: Provenance): Problem | undefined {
	const { origin, site, allowed } = provenance;
	const foreign =
		origin === null
			? site === "cross-site" || site === "same-site"
			: !isOwn(origin, provenance) && !allowed.includes(origin);
	if (!foreign) return undefined;
	return problem(
		"forbidden",
		"Requests from another site's page are not accepted. Use the API with a Bearer token, or allow the origin.",
	);
}
