import type { SessionState } from "../../../src/protocol/stream/session-state.ts";

/** A state as plain data, in an order of its own, for comparing what two readers hold. Gauges may differ and are left out. */
export function publicState(state: SessionState): unknown {
	return structuredClone({
		epoch: state.epoch,
		seq: state.seq,
		totals: state.totals,
		batches: [...state.batches.values()].sort((a, b) => a.batch - b.batch),
		files: [...state.files.values()].sort((a, b) => a.n - b.n),
	});
}
