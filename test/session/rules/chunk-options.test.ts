import { expect, test } from "vitest";
import { testLoop } from "../../support/fakes/test-session.ts";

const entries = [{ name: "a.pdf", size: 5 }];

test("how documents of a batch are cut is kept, through wakes and checkpoints, and goes with the batch", () => {
	let world = testLoop();
	const chunks = { size: 256, overlap: 32 };
	world.loop.do({ type: "announce", key: "drop", entries, chunks, hash: "one" });
	world.loop.flush();
	expect(world.loop.model.chunking.get(1)).toEqual(chunks);
	world = world.wake();
	expect(world.loop.model.chunking.get(1)).toEqual(chunks);
	world.loop.erase();
	world = world.wake();
	expect(world.loop.model.chunking.get(1)).toEqual(chunks);

	// The same again is no news; another size counts from now on, for a batch that has files already too.
	const again = world.loop.do({ type: "announce", key: "drop", entries, chunks, hash: "one" });
	expect(again).toMatchObject({ ok: true, value: { changes: [], notes: [] } });
	world.loop.do({ type: "announce", key: "drop", entries: [], chunks: { size: 64 }, hash: "" });
	world.loop.flush();
	world = world.wake();
	expect(world.loop.model.chunking.get(1)).toEqual({ size: 64 });
	expect(world.loop.model.state.files.size).toBe(1);

	world.loop.do({ type: "remove", target: { key: "drop" } });
	world.loop.flush();
	expect(world.wake().loop.model.chunking.size).toBe(0);
});
