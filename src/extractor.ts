import { WorkerEntrypoint } from "cloudflare:workers";
import { MEMORY_BUDGET_BYTES } from "./extract/limits.ts";
import { MemoryBudget } from "./extract/memory-budget.ts";
import { CallSlots } from "./extractor/call-slots.ts";
import { checkVersion, type ExtractorHost, type ExtractorRpc, type ReadCall } from "./extractor/contract.ts";
import { DecodeQueue } from "./extractor/decode-queue.ts";
import { PARALLEL_CALLS } from "./extractor/limits.ts";
import { readJobs } from "./extractor/read-jobs.ts";
import { workersAi } from "./model/workers-ai.ts";
import { makeThumbnail } from "./thumbnail/make-thumbnail.ts";

/** Bindings of `wrangler.extractor.toml`. */
interface ExtractorEnv {
	/** Optional: Workers AI models. */
	readonly AI?: Ai;
}

// What the calls of one isolate share: its thread and its memory.
const slots = new CallSlots(PARALLEL_CALLS);
const memory = new MemoryBudget(MEMORY_BUDGET_BYTES);
const pictures = new DecodeQueue();

/**
 * The extractor: a stateless Worker in which every heavy and third-party parser runs, behind a service binding. What spins or dies here costs the
 * files that it was reading a try, and nobody else anything.
 */
export default class Extractor extends WorkerEntrypoint<ExtractorEnv> implements ExtractorRpc {
	async ping(version: number): Promise<void> {
		checkVersion(version);
	}

	read(call: ReadCall, host: ExtractorHost): Promise<void> {
		return readJobs(call, host, {
			slots,
			memory,
			model: workersAi(this.env.AI),
			now: Date.now,
			yieldThread: () => new Promise((resolve) => setTimeout(resolve, 0)),
			every: (milliseconds, work) => {
				const timer = setInterval(work, milliseconds);
				return () => clearInterval(timer);
			},
		});
	}

	async thumbnail(version: number, mime: string, bytes: Uint8Array) {
		checkVersion(version);
		return pictures.run(() => makeThumbnail(mime, bytes.slice().buffer));
	}

	/** Says that the extractor is alive, to whoever supervises it. It has no public address. */
	override fetch(): Response {
		return new Response("ok\n", { headers: { "cache-control": "no-store" } });
	}
}
