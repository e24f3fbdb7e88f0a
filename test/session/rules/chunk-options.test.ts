import { expect, test } from "vitest";
import { testSession } from "../../support/fakes/test-session.ts";

const entries = [{ name: "a.pdf", size: 5 }];

test("a batch's chunk options survive wakes and checkpoints, and are removed with the batch", () => {
	let testbed = testSession();
	const chunks = { size: 256, overlap: 32 };
	testbed.session.execute({ type: "announce", key: "drop", entries, chunks, hash: "one" });
	testbed.session.flush();
	expect(testbed.model.chunking.get(1)).toEqual(chunks);
	testbed = testbed.wake();
	expect(testbed.model.chunking.get(1)).toEqual(chunks);
	testbed.session.eraseHistory();
	testbed = testbed.wake();
	expect(testbed.model.chunking.get(1)).toEqual(chunks);

	// Repeating the options changes nothing. A new size applies from then on, even if the batch already has files.
	const again = testbed.session.execute({ type: "announce", key: "drop", entries, chunks, hash: "one" });
	expect(again).toMatchObject({ ok: true, value: { changes: [], notes: [] } });
	testbed.session.execute({ type: "announce", key: "drop", entries: [], chunks: { size: 64 }, hash: "" });
	testbed.session.flush();
	testbed = testbed.wake();
	expect(testbed.model.chunking.get(1)).toEqual({ size: 64 });
	expect(testbed.session.state.files.size).toBe(1);

	testbed.session.execute({ type: "remove", target: { key: "drop" } });
	testbed.session.flush();
	expect(testbed.wake().model.chunking.size).toBe(0);
});
