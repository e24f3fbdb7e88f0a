import { expect, it } from "vitest";
import type { Frame } from "../../../../src/protocol/stream/frame.ts";
import { stateHash } from "../../../../src/protocol/stream/state-hash.ts";
import { type Chance, property } from "../../../support/seed.ts";
import { outlinedSession } from "./outlined-session.ts";

it("requests only the visible files, in pages, and none twice", async () => {
	const { clock, details, requests, session, outline } = outlinedSession(10_000);
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
		const { clock, server, session, details, pending, network, outline, applyChanges } =
			outlinedSession(files);
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
