import { expect, it } from "vitest";
import type { FileRecord } from "../../../../src/protocol/files/file-record.ts";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import { writeFiles } from "../../../../src/protocol/stream/outline.ts";
import { applyFrame, emptyState } from "../../../../src/protocol/stream/session-state.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { DetailsInSight } from "../../../../web/models/session/visible-details.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";
import { type Chance, property } from "../../../support/seed.ts";
import { created, EPOCH, frame, snapshot } from "../../support/frames.ts";

const BATCH = { batch: 1, key: "drop", at: 1 };

/** A server's state, the outline of it, and a page that looks. */
function world(files: number) {
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
	const asked: [number, number][] = [];
	const held: (() => void)[] = [];
	const network = { isHolding: false, isDown: false };
	const details = new DetailsInSight({
		session,
		clock,
		async list(from, to) {
			asked.push([from, to]);
			const files = [...server.files.values()].filter(({ n }) => n >= from && n <= to);
			if (network.isHolding) await new Promise<void>((go) => held.push(go));
			if (network.isDown) return { ok: false, problem: { kind: "network" } };
			return { ok: true, value: { files, cursor: "" } };
		},
	});
	/** The state as an outline would tell it. */
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
		const text = writeFiles(Array.from(places));
		return { ...snapshot(server.seq, [BATCH]), outline: { shapes, files: text, bytes, stored: 0 } };
	};
	const happen = (...changes: Frame["changes"]): Frame => {
		const told = frame(server.seq, changes);
		applyFrame(server, told);
		return told;
	};
	return { clock, server, session, details, asked, held, network, outline, happen };
}

it("asks for the files in sight alone, in pages, and for none twice", async () => {
	const { clock, details, asked, session, outline } = world(10_000);
	details.deliver(outline());
	expect(session.record(9_999)).toMatchObject({ state: "expected", name: "" });
	expect(details.unlisted.value).toEqual({ files: 10_000, bytes: 100_000, stored: 0 });
	for (const n of [1, 2, 3, 4_205]) details.look(n);
	await clock.advance(10_000);
	expect(asked).toEqual([
		[1, 200],
		[4_201, 4_400],
	]);
	expect(session.record(200)?.name).toBe("IMG_200.jpg");
	expect(session.record(4_205)).toMatchObject({ name: "IMG_4205.jpg", size: 10 });
	expect(details.unlisted.value).toEqual({ files: 9_600, bytes: 96_000, stored: 0 });
	details.look(5);
	await clock.advance(10_000);
	expect(asked).toHaveLength(2);
});

it("goes on after a request that got no answer, and not for a row that has left", async () => {
	const { clock, details, asked, network, session, outline } = world(400);
	details.deliver(outline());
	network.isDown = true;
	details.look(1);
	await clock.advance(1_000);
	network.isDown = false;
	details.leave(1);
	details.look(300);
	await clock.advance(10_000);
	expect(asked).toEqual([
		[1, 200],
		[201, 400],
	]);
	expect(session.record(300)?.name).toBe("IMG_300.jpg");
});

it("throws details away that were asked for before a snapshot, and asks again", async () => {
	const { clock, details, asked, held, network, session, outline, happen } = world(3);
	details.deliver(outline());
	network.isHolding = true;
	details.look(1);
	await clock.advance(100);
	happen({ file: 1, state: "completed", progress: 100 });
	details.deliver(outline());
	network.isHolding = false;
	for (const go of held) go();
	await clock.advance(10_000);
	expect(asked).toHaveLength(2);
	expect(session.record(1)).toMatchObject({ state: "completed", name: "IMG_1.jpg" });
});

function something(random: Chance, files: number): Frame["changes"][number] {
	const file = 1 + random.below(files);
	if (random.below(10) === 0) return { file, batch: 1, removed: true };
	return {
		file,
		state: random.pick(["queued", "processing", "completed"] as const),
		progress: random.below(100),
	};
}

it("ends with the server's state once everything was looked at, whatever happened meanwhile", () =>
	property(40, async (random) => {
		const files = 30;
		const { clock, server, session, details, held, network, outline, happen } = world(files);
		details.deliver(outline());
		for (let step = 0; step < 60; step++) {
			const file = 1 + random.below(files);
			if (random.below(2) === 0) {
				const change = something(random, files);
				const known = "file" in change && server.files.has(change.file);
				if (known) details.deliver(happen(change));
			}
			if (random.below(12) === 0) details.deliver(outline());
			if (random.below(3) === 0) details.look(file);
			if (random.below(5) === 0) details.leave(file);
			network.isHolding = random.below(2) === 0;
			network.isDown = random.below(4) === 0;
			for (const go of held.splice(0)) go();
			await clock.advance(random.below(100));
		}
		network.isHolding = network.isDown = false;
		for (const go of held.splice(0)) go();
		for (let n = 1; n <= files; n++) details.look(n);
		await clock.advance(60_000);
		for (let n = 1; n <= files; n++) details.look(n);
		await clock.advance(60_000);
		expect(stateHash(session.streamed.state)).toBe(stateHash(server));
		expect(details.unlisted.value).toEqual({ files: 0, bytes: 0, stored: 0 });
	}));
