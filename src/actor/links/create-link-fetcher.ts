import type { Env } from "../../env.ts";
import { MAX_FILE_BYTES, MIB } from "../../protocol/limits.ts";
import { newUploadObject } from "../../storage/object-name.ts";
import { BufferBudget } from "../../writer/part-buffers.ts";
import { later } from "../set-timer.ts";
import { Fetching, type FetchingPorts } from "./link-fetcher.ts";

/** Where names are looked up when the variable is absent. */
const DEFAULT_RESOLVER = "https://cloudflare-dns.com/dns-query";

/** What only the keeper of a session can give. */
type KeeperPorts = Pick<FetchingPorts, "loop" | "uploading" | "store" | "save" | "keep" | "changed">;

/** Bytes out of a variable that counts MiB; as long as any file may be, when it is absent or no number above 0. */
function mostOf(text: string | undefined): number {
	const bytes = Number(text) * MIB;
	return bytes > 0 ? Math.min(bytes, MAX_FILE_BYTES) : MAX_FILE_BYTES;
}

/** The links of one session, with the network of the platform and what the deployment allows. */
export function fetchingOf(env: Env, ports: KeeperPorts): Fetching {
	return new Fetching({
		...ports,
		policy: { allowPrivate: env.ALLOW_PRIVATE_LINKS === "yes" },
		resolver: env.LINK_RESOLVER || DEFAULT_RESOLVER,
		most: mostOf(env.MAX_LINK_MIB),
		budget: new BufferBudget(),
		ask: (url, init) => fetch(url, init),
		now: Date.now,
		later,
		random: Math.random,
		newObject: newUploadObject,
		newToken: () => crypto.randomUUID(),
	});
}
