import { expect, it } from "vitest";
import { outlinedSession } from "./outlined-session.ts";

it("retries after a failed request, but not for a row that is no longer visible", async () => {
	const { clock, details, requests, network, session, outline } = outlinedSession(400);
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
	const { clock, details, requests, pending, network, session, outline, applyChanges } = outlinedSession(3);
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
