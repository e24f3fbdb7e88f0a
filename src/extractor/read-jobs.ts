import type { AskModel } from "../extract/ask-model.ts";
import { extractFile } from "../extract/extract-file.ts";
import { sidecarsWithoutWords } from "../extract/media/transcript.ts";
import type { MemoryBudget } from "../extract/memory-budget.ts";
import { PausedError } from "../extract/resume-store.ts";
import type { CallSlots } from "./call-slots.ts";
import {
	checkVersion,
	type ExtractorHost,
	type JobOutcome,
	type ReadCall,
	type ReadJob,
} from "./contract.ts";
import { HEARTBEAT_MS } from "./limits.ts";
import { RemoteResumeStore } from "./remote-resume-store.ts";
import { remoteSource } from "./remote-source.ts";
import { UpdateBuffer } from "./update-buffer.ts";
import { WatchedHost } from "./watched-host.ts";

/** What reading is made of, the same for all calls of an isolate. */
export interface ReadJobsDeps {
	readonly slots: CallSlots;
	readonly memory: MemoryBudget;
	/** Absent where no model is bound. */
	readonly model: AskModel | undefined;
	/** Milliseconds since 1970. */
	now(): number;
	/** Lets other work of the isolate run. */
	yieldThread(): Promise<void>;
	/** Calls back every so many milliseconds until the returned function is called. */
	every(milliseconds: number, work: () => void): () => void;
}

/** Reads the files of one call, one after the other. Throws when the session is gone, or speaks another version of the contract. */
export async function readJobs(call: ReadCall, session: ExtractorHost, deps: ReadJobsDeps): Promise<void> {
	checkVersion(call.version);
	const host = new WatchedHost(session);
	const { slots, now, every } = deps;
	const stopHeartbeat = every(HEARTBEAT_MS, () => void host.update([]).catch(() => {}));
	const leave = await slots.enter(call.alone);
	try {
		const wanted = new Set(await host.begin(call.jobs.map(({ file }) => file)));
		const updates = new UpdateBuffer(host, now);
		const until = now() + call.milliseconds;
		for (const job of call.jobs) {
			if (!wanted.has(job.file) || updates.isUnwanted(job.file)) continue;
			const outcome = await readJob(job, call, host, updates, until, deps);
			// A parser may have taken the session's failure for damage of the file.
			host.check();
			updates.add(job.file, { outcome });
			await updates.reportIfDue();
		}
		await updates.report();
	} finally {
		stopHeartbeat();
		leave();
	}
}

async function readJob(
	job: ReadJob,
	call: ReadCall,
	host: ExtractorHost,
	updates: UpdateBuffer,
	until: number,
	{ memory, model, now, yieldThread }: ReadJobsDeps,
): Promise<JobOutcome> {
	const { file, name, type, size, head, chunkOptions, sidecars } = job;
	const began = now();
	const resumeStore = new RemoteResumeStore({ job, host, updates, until, now, yieldThread });
	try {
		const { kind, mime, lastStage, result } = await extractFile(
			{
				name,
				...(type !== undefined && { type }),
				source: remoteSource(host, file, size, head),
				now,
				sidecars: () =>
					sidecars.map((sidecar) => ({ ...sidecar, source: remoteSource(host, sidecar.n, sidecar.size) })),
				resumeStore,
				memory,
				model,
				chunkOptions,
				semanticUpsert: call.semanticIndex ? (chunks) => host.upsert(file, chunks) : undefined,
			},
			(stage) => updates.add(file, { stage }),
		);
		if (!result.ok) return { ok: false, problem: result.problem, kind, mime };
		const triedCaptions =
			kind === "video" || kind === "audio" ? sidecarsWithoutWords(resumeStore.savedState()) : undefined;
		return {
			ok: true,
			facts: result.value,
			mime,
			lastStage,
			took: now() - began,
			...(triedCaptions && { triedCaptions }),
		};
	} catch (error) {
		if (error instanceof PausedError) return { ok: "later" };
		return { ok: "source-failed" };
	}
}
