import { expect, it } from "vitest";
import type { FileRecord } from "../../../../src/protocol/files/file-record.ts";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import { encodeFiles } from "../../../../src/protocol/stream/outline.ts";
import { applyFrame, emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { VisibleDetails } from "../../../../web/models/session/visible-details.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { type Chance, property } from "../../../support/seed.ts";
import { created, EPOCH, frame, snapshot } from "../../support/frames.ts";

const BATCH = { batch: 1, key: "drop", at: 1 };

/** A server's state, its outline, and a page that shows it. */
function setUp(files: number) {
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

it("requests only the visible files, in pages, and none twice", async () => {
	const { clock, details, requests, session, outline } = setUp(10_000);
	details.deliver(outline());
	expect(session.record(9_999)).toMatchObject({ state: "expected", name: "" });
	expect(details.unloaded.value).toEqual({ files: 10_000, bytes: 100_000, stored: 0 });
	for (const n of [1, 2, 3, 4_205]) details.show(n);
	await clock.advance(10_000);
	expect(requests).toEqual([
		[1, 200],
		[4_201, 4_400],
	]);
	expect(session.record(200)?.name).toBe("IMG_200.jpg");
	expect(session.record(4_205)).toMatchObject({ name: "IMG_4205.jpg", size: 10 });
	expect(details.unloaded.value).toEqual({ files: 9_600, bytes: 96_000, stored: 0 });
	details.show(5);
	await clock.advance(10_000);
	expect(requests).toHaveLength(2);
});

it("retries after a failed request, but not for a row that is no longer visible", async () => {
	const { clock, details, requests, network, session, outline } = setUp(400);
	details.deliver(outline());
	network.isDown = true;
	details.show(1);
	await clock.advance(1_000);
	network.isDown = false;
	details.hide(1);
	details.show(300);
	await clock.advance(10_000);
	expect(requests).toEqual([
		[1, 200],
		[201, 400],
	]);
	expect(session.record(300)?.name).toBe("IMG_300.jpg");
});

it("discards details requested before a snapshot, and requests them again", async () => {
	const { clock, details, requests, pending, network, session, outline, applyChanges } = setUp(3);
	details.deliver(outline());
	network.isHolding = true;
	details.show(1);
	await clock.advance(100);
	applyChanges({ file: 1, state: "completed", progress: 100 });
	details.deliver(outline());
	network.isHolding = false;
	for (const proceed of pending) proceed();
	await clock.advance(10_000);
	expect(requests).toHaveLength(2);
	expect(session.record(1)).toMatchObject({ state: "completed", name: "IMG_1.jpg" });
});

function randomChange(random: Chance, files: number): Frame["changes"][number] {
	const file = 1 + random.below(files);
	if (random.below(10) === 0) return { file, batch: 1, removed: true };
	return {
		file,
		state: random.pick(["queued", "processing", "completed"] as const),
		progress: random.below(100),
	};
}

it("ends with the server's state once everything was visible, whatever happened meanwhile", () =>
	property(40, async (random) => {
		const files = 30;
		const { clock, server, session, details, pending, network, outline, applyChanges } = setUp(files);
		details.deliver(outline());
		for (let step = 0; step < 60; step++) {
			const file = 1 + random.below(files);
			if (random.below(2) === 0) {
				const change = randomChange(random, files);
				const known = "file" in change && server.files.has(change.file);
				if (known) details.deliver(applyChanges(change));
			}
			if (random.below(12) === 0) details.deliver(outline());
			if (random.below(3) === 0) details.show(file);
			if (random.below(5) === 0) details.hide(file);
			network.isHolding = random.below(2) === 0;
			network.isDown = random.below(4) === 0;
			for (const proceed of pending.splice(0)) proceed();
			await clock.advance(random.below(100));
		}
		network.isHolding = network.isDown = false;
		for (const proceed of pending.splice(0)) proceed();
		for (let n = 1; n <= files; n++) details.show(n);
		await clock.advance(60_000);
		for (let n = 1; n <= files; n++) details.show(n);
		await clock.advance(60_000);
		expect(stateHash(session.streamed.state)).toBe(stateHash(server));
		expect(details.unloaded.value).toEqual({ files: 0, bytes: 0, stored: 0 });
	}));
