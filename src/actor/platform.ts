import type { Env } from "../env.ts";
import { VectorIndex } from "../model/vector-index.ts";
import { workersAi } from "../model/workers-ai.ts";
import { FanOut } from "../session/stream/fan-out.ts";
import { WaitingReaders } from "../session/stream/waiting-readers.ts";
import { BlobStore } from "../storage/blob-store.ts";
import { MultipartStore } from "../storage/multipart.ts";
import { AlarmClock } from "./alarm/alarm-clock.ts";
import { StorageCleaner } from "./alarm/storage-cleaner.ts";
import { CountedSql } from "./counted-sql.ts";
import { ExtractorClient } from "./reading/extractor-client.ts";
import { HeadCache } from "./reading/head-cache.ts";
import { PhotoReader } from "./reading/photo-reader.ts";
import { SemanticIndex } from "./reading/semantic-index.ts";
import { ConnectionRecorder } from "./sockets/connection-recorder.ts";
import { DialectHeartbeat } from "./sockets/dialect-heartbeat.ts";
import { translateTick } from "./sockets/dialect-socket.ts";
import { DIALECTS } from "./sockets/dialects.ts";
import { UsageMeter } from "./usage-meter.ts";

/** The platform around one actor: its storage, R2, models, sockets and alarm. Exists whether a session is open or not. */
export class Platform {
	readonly ctx: DurableObjectState;
	readonly sql: CountedSql;
	readonly clock: AlarmClock;
	readonly usage: UsageMeter;
	readonly blobs: BlobStore;
	readonly multipart: MultipartStore;
	readonly semantic: SemanticIndex;
	readonly cleaner: StorageCleaner;
	readonly heads = new HeadCache();
	readonly photos: PhotoReader;
	readonly extractors: ExtractorClient;
	readonly readers = new WaitingReaders();
	readonly fanOut: FanOut;
	readonly heartbeat: DialectHeartbeat;
	readonly connections: ConnectionRecorder;

	constructor(ctx: DurableObjectState, env: Env) {
		const id = ctx.id.toString();
		this.ctx = ctx;
		this.sql = new CountedSql(ctx.storage.sql);
		this.clock = new AlarmClock(ctx.storage);
		this.usage = new UsageMeter(this.sql, this.clock);
		this.blobs = new BlobStore(env.BUCKET, id);
		this.multipart = new MultipartStore(env.BUCKET, id);
		const model = workersAi(env.AI);
		this.semantic = new SemanticIndex(model && env.VECTORIZE && new VectorIndex(model, env.VECTORIZE, id));
		this.cleaner = new StorageCleaner(this.blobs, this.multipart, this.semantic);
		const { blobs, heads, usage, semantic } = this;
		this.photos = new PhotoReader({ blobs, heads, usage, now: Date.now });
		this.extractors = new ExtractorClient({
			extractor: env.EXTRACTOR,
			blobs,
			heads,
			usage,
			semantic,
			transaction: (work) => this.transaction(work),
			now: Date.now,
			setTimer,
		});
		this.heartbeat = new DialectHeartbeat(ctx, DIALECTS);
		this.connections = new ConnectionRecorder(env.CONNECTIONS);
		this.fanOut = new FanOut({
			sockets: () => ctx.getWebSockets(),
			now: Date.now,
			setTimer,
			translate: (attachment, tick, state) => translateTick(attachment, tick, state, Date.now()),
		});
	}

	/** Runs all writes of `work`, or none. */
	transaction(work: () => void): void {
		this.ctx.storage.transactionSync(work);
	}
}

/** Calls back once, after `ms` milliseconds; the returned function cancels it. */
export function setTimer(ms: number, call: () => void): () => void {
	const timer = setTimeout(call, ms);
	return () => clearTimeout(timer);
}
