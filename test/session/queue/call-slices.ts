import { expect } from "vitest";
import { SMALL_FILE_BYTES } from "../../../src/session/limits.ts";
import type { ExtractorCall } from "../../../src/session/queue/extractor-call.ts";
import { runSlice, type SliceDeps } from "../../../src/session/queue/run-slice.ts";
import { testSession } from "../../support/fakes/test-session.ts";
import { VirtualTime } from "../../support/fakes/virtual-time.ts";
import { outcomeOf } from "./fake-extractors.ts";

/** Bytes of a file that shares a call, and of one that does not. */
export const SMALL = 1_000;
export const LARGE = SMALL_FILE_BYTES + 1;

/** How reading a sound file ends. */
export const READ = outcomeOf({ size: 1, isPhoto: false, checkpoints: 0, isDamaged: false, kills: false });

/** A session with stored files that are no photos, and the deps of slices that have them read by `callExtractor`. */
export function slices(sizes: readonly number[], callExtractor: (call: ExtractorCall) => Promise<void>) {
	const time = new VirtualTime();
	const testbed = testSession(undefined, time);
	const { session, indexes } = testbed;
	const store = (size: number) => {
		const to = { key: "drop", entry: { name: "file", size } };
		session.execute({ type: "store", arrivals: [{ object: `o${session.lastFile}`, size, to }] });
	};
	for (const size of sizes) store(size);
	session.flush();
	const calls: ExtractorCall[] = [];
	const deps: SliceDeps = {
		now: () => time.now,
		setTimer: (milliseconds, call) => time.setTimer(milliseconds, call),
		random: () => 0.5,
		queue: indexes.readQueue,
		execute: (command) => session.execute(command).ok,
		settled: async () => session.flush(),
		look: async () => ({ isPhoto: false, head: new Uint8Array(0), requests: 0 }),
		readPhoto: async () => expect.unreachable("there are no photos"),
		callExtractor: (call) => {
			calls.push(call);
			return callExtractor(call);
		},
	};
	return {
		...testbed,
		time,
		calls,
		store,
		run: () => time.run(runSlice(deps)),
		stateOf: (n: number) => session.state.files.get(n),
		states: () => [...session.state.files.values()].map(({ state }) => state),
		/** The file numbers of each call. */
		files: () => calls.map(({ files }) => files.map(({ n }) => n)),
	};
}

/** Begins all files of a call, and ends them at once. */
export async function readAll(call: ExtractorCall): Promise<void> {
	for (const n of await call.begin(call.files.map(({ n }) => n))) call.end(n, READ);
}
