import type { FileRecord } from "../../../../src/protocol/files/file-record.ts";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import { encodeFiles } from "../../../../src/protocol/stream/outline.ts";
import { applyFrame, emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { VisibleDetails } from "../../../../web/models/session/visible-details.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { created, EPOCH, frame, snapshot } from "../../support/frames.ts";

const BATCH = { batch: 1, key: "drop", at: 1 };

/** A server's state, its outline, and a page that shows it. */
export function outlinedSession(files: number) {
	const clock = new FakeClock();
	const server = emptyState(EPOCH);
	applyFrame(
		server,
		snapshot(1, [BATCH, ...Array.from({ length: files }, (_, at) => created(at + 1, { size: 10 }))]),
	);
	const session = new SessionModel(
		(work) => work(),
		(work) => work(),
		() => clock.now(),
	);
	const requests: [number, number][] = [];
	const pending: (() => void)[] = [];
	const network = { isHolding: false, isDown: false };
	const details = new VisibleDetails({
		session,
		clock,
		async list(from, to) {
			requests.push([from, to]);
			const files = [...server.files.values()].filter(({ n }) => n >= from && n <= to);
			if (network.isHolding) await new Promise<void>((proceed) => pending.push(proceed));
			if (network.isDown) return { ok: false, problem: { kind: "network" } };
			return { ok: true, value: { files, cursor: "" } };
		},
	});
	/** The state as an outline frame. */
	const outline = (): Frame => {
		const places: (number | undefined)[] = [];
		const shapes: { batch: number; state: FileRecord["state"]; progress: number }[] = [];
		let bytes = 0;
		for (const { n, state, progress, size } of server.files.values()) {
			let at = shapes.findIndex((shape) => shape.state === state && shape.progress === progress);
			if (at < 0) at = shapes.push({ batch: 1, state, progress }) - 1;
			places[n - 1] = at;
			bytes += size;
		}
		const text = encodeFiles(Array.from(places));
		return { ...snapshot(server.seq, [BATCH]), outline: { shapes, files: text, bytes, stored: 0 } };
	};
	const applyChanges = (...changes: Frame["changes"]): Frame => {
		const sent = frame(server.seq, changes);
		applyFrame(server, sent);
		return sent;
	};
	return { clock, server, session, details, requests, pending, network, outline, applyChanges };
}
