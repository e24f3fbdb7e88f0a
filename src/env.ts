import type { DurableObject } from "cloudflare:workers";
import type { ExtractorRpc } from "./extractor/contract.ts";
import type { SessionRpc } from "./session/rpc/session-rpc.ts";

/** Bindings and variables of `wrangler.toml`. The actor is typed by its RPC interface, so this file does not import its code. */
export interface Env {
	readonly ASSETS: Fetcher;
	readonly BUCKET: R2Bucket;
	readonly SESSIONS: DurableObjectNamespace<DurableObject & SessionRpc>;
	/** The Worker of `wrangler.extractor.toml`. */
	readonly EXTRACTOR: ExtractorRpc;
	readonly OPEN_LIMIT: RateLimit;
	readonly UPLOAD_LIMIT: RateLimit;
	/** Optional: connection metrics of the whole deployment. */
	readonly CONNECTIONS?: AnalyticsEngineDataset;
	/** Optional: Workers AI models. Only `src/model/` calls it. */
	readonly AI?: Ai;
	/** Optional, and of use only with `AI`: embeddings of chunks, for semantic search. */
	readonly VECTORIZE?: Vectorize;
	readonly VERSION: WorkerVersionMetadata;
	/** Hours without a change after which a session is removed. */
	readonly RETENTION_HOURS: string;
	/** Hours without a byte after which an unfinished upload expires. */
	readonly UPLOAD_HOURS: string;
	/** Comma-separated origins whose pages may call the API. */
	readonly ALLOWED_ORIGINS: string;
	/** `yes` allows links to any host and port, private networks included. For development. */
	readonly ALLOW_PRIVATE_LINKS: string;
	/** DNS-over-HTTPS endpoint (JSON API) that resolves a link's host before it is fetched. */
	readonly LINK_RESOLVER: string;
	/** Largest file fetched from a link, in MiB. */
	readonly MAX_LINK_MIB: string;
}
