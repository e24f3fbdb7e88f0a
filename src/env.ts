import type { DurableObject } from "cloudflare:workers";
import type { Door } from "./session/rpc/session-rpc.ts";

/** What `wrangler.toml` binds. The actor is named by what it offers, so that nothing here depends on its code. */
export interface Env {
	readonly ASSETS: Fetcher;
	readonly BUCKET: R2Bucket;
	readonly SESSIONS: DurableObjectNamespace<DurableObject & Door>;
	readonly OPEN_LIMIT: RateLimit;
	readonly UPLOAD_LIMIT: RateLimit;
	/** Where the whole deployment's connections are counted, when it is bound. */
	readonly CONNECTIONS?: AnalyticsEngineDataset;
	/** Models of Workers AI, when they are bound. Only `src/model/` calls it. */
	readonly AI?: Ai;
	/** Beside `AI`: vectors of chunks, so that they are found by their meaning. */
	readonly VECTORIZE?: Vectorize;
	readonly VERSION: WorkerVersionMetadata;
	/** Hours after the last change until a session is removed. */
	readonly RETENTION_HOURS: string;
	/** Hours after the last byte until an upload that was not finished is removed. */
	readonly UPLOAD_HOURS: string;
	/** Comma-separated origins whose pages may call the API. */
	readonly ALLOWED_ORIGINS: string;
	/** `yes` lets links lead to any host and port, inside too: for development. */
	readonly ALLOW_PRIVATE_LINKS: string;
	/** DNS over HTTPS that answers in JSON: where the names of links are looked up before they are fetched. */
	readonly LINK_RESOLVER: string;
	/** Longest file that is fetched from a link, in MiB. */
	readonly MAX_LINK_MIB: string;
}
