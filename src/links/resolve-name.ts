import * as z from "zod/mini";
import { ok, type Result, refuse } from "../protocol/result.ts";
import { final, type LinkProblem, passing } from "./link-problem.ts";
import { notPublic } from "./link-url.ts";
import { isPublicAddress } from "./public-address.ts";
import { readJson } from "./read-json.ts";

/** An answer in the JSON form of DNS over HTTPS (Cloudflare, Google): of its many members those that count here. */
const dnsAnswer = z.object({
	Status: z.int(),
	Answer: z.optional(z.array(z.object({ type: z.int(), data: z.string() }))),
});

/** Kinds of DNS records that hold an address, by their numbers (RFC 1035, RFC 3596). */
const ADDRESSES = { A: 1, AAAA: 28 } as const;

/** The name does not exist (RFC 2308). */
const NO_SUCH_NAME = 3;

/** Asks for something on the web. As `fetch`, and it throws as `fetch` does. */
export type Ask = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Makes sure that a name stands for addresses of the open internet and for no other. Whoever connects afterwards asks
 * anew, and a hostile name may by then stand for another: on Cloudflare's network nothing private can be reached in any
 * case; elsewhere the network around the server has to see to it.
 */
export async function checkName(
	name: string,
	resolver: string,
	ask: Ask,
	signal: AbortSignal,
): Promise<Result<null, LinkProblem>> {
	const asked = Object.entries(ADDRESSES).map(([type, number]) =>
		look(name, type, number, resolver, ask, signal),
	);
	const found: string[] = [];
	for (const answer of await Promise.all(asked)) {
		if (!answer.ok) return answer;
		found.push(...answer.value);
	}
	if (found.length === 0)
		return refuse(
			final("link-unreachable", `There is no server of the name ${name}. Look whether it is spelt right.`),
		);
	return found.every(isPublicAddress) ? ok(null) : refuse(notPublic(name));
}

/** The addresses of one kind; none when the name has none. */
async function look(
	name: string,
	type: string,
	number: number,
	resolver: string,
	ask: Ask,
	signal: AbortSignal,
): Promise<Result<string[], LinkProblem>> {
	const silent = refuse(passing("link-unreachable", `Where ${name} lies could not be found out just now.`));
	const query = new URL(resolver);
	query.searchParams.set("name", name);
	query.searchParams.set("type", type);
	try {
		const response = await ask(query.href, { headers: { accept: "application/dns-json" }, signal });
		const answer = response.ok ? dnsAnswer.safeParse(await readJson(response)) : undefined;
		if (!answer?.success) return silent;
		const { Status: status, Answer: records = [] } = answer.data;
		if (status === NO_SUCH_NAME) return ok([]);
		if (status !== 0) return silent;
		return ok(records.filter((record) => record.type === number).map(({ data }) => data));
	} catch {
		return silent;
	}
}
