import type { Env } from "../../env.ts";
import { MAX_FILE_BYTES, MIB } from "../../protocol/limits.ts";
import { newUploadObjectName } from "../../storage/object-name.ts";
import { BufferBudget } from "../../writer/part-buffers.ts";
import { setTimer } from "../platform.ts";
import { LinkFetcher, type LinkFetcherDeps } from "./link-fetcher.ts";

/** DNS over HTTPS, when the variable is absent. */
const DEFAULT_RESOLVER = "https://cloudflare-dns.com/dns-query";

/** What the session adds to the platform. */
type SessionDeps = Pick<
	LinkFetcherDeps,
	"session" | "queue" | "uploads" | "uploadManager" | "store" | "saveFacts" | "waitUntil" | "onWakeTimeChange"
>;

/** Bytes of a variable in MiB; the longest file of all when it is absent or not a number above 0. */
function maxBytesOf(text: string | undefined): number {
	const bytes = Number(text) * MIB;
	return bytes > 0 ? Math.min(bytes, MAX_FILE_BYTES) : MAX_FILE_BYTES;
}

/** The link fetcher of one session, with the platform's network and the deployment's policy. */
export function createLinkFetcher(env: Env, deps: SessionDeps): LinkFetcher {
	return new LinkFetcher({
		...deps,
		policy: { allowPrivate: env.ALLOW_PRIVATE_LINKS === "yes" },
		resolver: env.LINK_RESOLVER || DEFAULT_RESOLVER,
		maxBytes: maxBytesOf(env.MAX_LINK_MIB),
		budget: new BufferBudget(),
		fetch: (url, init) => fetch(url, init),
		now: Date.now,
		setTimer,
		random: Math.random,
		newObject: newUploadObjectName,
		newToken: () => crypto.randomUUID(),
	});
}
