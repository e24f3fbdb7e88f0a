import * as z from "zod/mini";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { type LinkProblem, permanent, temporary } from "./link-problem.ts";
import { notPublic } from "./link-url.ts";
import { isPublicAddress } from "./public-address.ts";
import { readJsonResponse } from "./read-json-response.ts";

/** The members in use of a DNS-over-HTTPS JSON response (the format of Cloudflare and Google). */
const dnsAnswer = z.object({
	Status: z.int(),
	Answer: z.optional(z.array(z.object({ type: z.int(), data: z.string() }))),
});

/** DNS record types that hold an address (RFC 1035, RFC 3596). */
const ADDRESS_TYPES = { A: 1, AAAA: 28 } as const;

/** RCODE 3: the name does not exist (RFC 1035 §4.1.1). */
const NXDOMAIN = 3;

/** `fetch`, or a fake of it in tests. */
export type LinkFetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Checks that a name resolves to public addresses only. The connection resolves it again, so a hostile name may resolve to
 * another address by then (DNS rebinding). Cloudflare's network reaches no private addresses in any case; elsewhere a firewall
 * around the server must prevent it.
 */
export async function checkResolvedName(
	name: string,
	resolver: string,
	ask: LinkFetch,
	signal: AbortSignal,
): Promise<Result<null, LinkProblem>> {
	const queries = Object.entries(ADDRESS_TYPES).map(([type, number]) =>
		queryAddresses(name, type, number, resolver, ask, signal),
	);
	const found: string[] = [];
	for (const answer of await Promise.all(queries)) {
		if (!answer.ok) return answer;
		found.push(...answer.value);
	}
	if (found.length === 0)
		return refuse(
			permanent("link-unreachable", `There is no server named ${name}. Check the spelling of the link.`),
		);
	return found.every(isPublicAddress) ? ok(null) : refuse(notPublic(name));
}

/** The addresses of one record type; empty when the name has none. */
async function queryAddresses(
	name: string,
	type: string,
	recordType: number,
	resolver: string,
	ask: LinkFetch,
	signal: AbortSignal,
): Promise<Result<string[], LinkProblem>> {
	const failed = refuse(
		temporary("link-unreachable", `The address of ${name} could not be looked up right now.`),
	);
	const query = new URL(resolver);
	query.searchParams.set("name", name);
	query.searchParams.set("type", type);
	try {
		const response = await ask(query.href, { headers: { accept: "application/dns-json" }, signal });
		const answer = response.ok ? dnsAnswer.safeParse(await readJsonResponse(response)) : undefined;
		if (!answer?.success) return failed;
		const { Status: status, Answer: records = [] } = answer.data;
		if (status === NXDOMAIN) return ok([]);
		if (status !== 0) return failed;
		return ok(records.filter((record) => record.type === recordType).map(({ data }) => data));
	} catch {
		return failed;
	}
}
