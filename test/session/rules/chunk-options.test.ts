import { expect, test } from "vitest";
import { testSession } from "../../support/fakes/test-session.ts";

const entries = [{ name: "a.pdf", size: 5 }];

test("how documents of a batch are cut is kept, through wakes and checkpoints, and goes with the batch", () => {
	let world = testSession();
	const chunks = { size: 256, overlap: 32 };
	world.session.execute({ type: "announce", key: "drop", entries, chunks, hash: "one" });
	world.session.flush();
	expect(world.model.chunking.get(1)).toEqual(chunks);
	world = world.wake();
	expect(world.model.chunking.get(1)).toEqual(chunks);
	world.session.eraseHistory();
	world = world.wake();
	expect(world.model.chunking.get(1)).toEqual(chunks);

	// The same again is no news; another size counts from now on, for a batch that has files already too.
	const again = world.session.execute({ type: "announce", key: "drop", entries, chunks, hash: "one" });
	expect(again).toMatchObject({ ok: true, value: { changes: [], notes: [] } });
	world.session.execute({ type: "announce", key: "drop", entries: [], chunks: { size: 64 }, hash: "" });
	world.session.flush();
	world = world.wake();
	expect(world.model.chunking.get(1)).toEqual({ size: 64 });
	expect(world.session.state.files.size).toBe(1);

	world.session.execute({ type: "remove", target: { key: "drop" } });
	world.session.flush();
	expect(world.wake().model.chunking.size).toBe(0);
});
