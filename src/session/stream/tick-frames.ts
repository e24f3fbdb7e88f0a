import type { SessionState } from "../../protocol/stream/session-state.ts";
import type { FrameParts } from "./frame-text.ts";
import type { Tick } from "./tick.ts";
import { changesIn, gaugesIn, type View } from "./view.ts";

/** The frames of a tick; only the last one carries the gauges. A tick without frames is one of gauges only, which moves no cursor. */
export function framesOf(tick: Tick): FrameParts[] {
	if (tick.frames.length === 0) {
		const { epoch, from, gauges, at = 0 } = tick;
		return [{ epoch, from, to: from, at, changes: "[]", gauges }];
	}
	let from = tick.from;
	return tick.frames.map(({ seq, at, changes }, index) => {
		const isLast = index === tick.frames.length - 1;
		const parts = { epoch: tick.epoch, from, to: seq, at, changes, ...(isLast && { gauges: tick.gauges }) };
		from = seq;
		return parts;
	});
}

/** A tick as one frame for a reader at `from` who may see one batch; `undefined` when nothing in it is for them. */
export function partsIn(state: SessionState, tick: Tick, from: number, view: View): FrameParts | undefined {
	const changes = changesIn(state, tick.changes, view);
	const gauges = gaugesIn(state, tick.gauges, view);
	if (changes.length === 0 && Object.keys(gauges.stored ?? {}).length === 0) return undefined;
	const last = tick.frames.at(-1);
	const to = changes.length === 0 ? from : (last?.seq ?? from);
	const at = last?.at ?? tick.at ?? 0;
	return { epoch: tick.epoch, from, to, at, changes: JSON.stringify(changes), gauges };
}
