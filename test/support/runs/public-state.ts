import type { SessionState } from "../../../src/protocol/stream/session-state.ts";

/** A state as plain data in a canonical order, for comparing two readers. Without gauges, which may differ. */
export function publicState(state: SessionState): unknown {
	return structuredClone({
		epoch: state.epoch,
		seq: state.seq,
		totals: state.totals,
		batches: [...state.batches.values()].sort((a, b) => a.batch - b.batch),
		files: [...state.files.values()].sort((a, b) => a.n - b.n),
	});
}
