import { expect, it } from "vitest";
import { SnapshotCache } from "../../../src/session/stream/snapshot-cache.ts";
import { testSession } from "../../support/fakes/test-session.ts";

it("the state is serialised once for all readers who connect before the next frame", () => {
	const { session } = testSession();
	session.execute({ type: "announce", key: "drop", entries: [{ name: "a", size: 1 }], hash: "a" });
	session.flush();
	const snapshots = new SnapshotCache();
	const first = snapshots.read(session.state, {});
	expect(snapshots.read(session.state, {})).toBe(first);
	expect(snapshots.read(session.state, { outline: true })).not.toBe(first);
	session.execute({ type: "verb", verb: "pause", target: { file: 1 } });
	session.flush();
	expect(snapshots.read(session.state, {})).not.toBe(first);
});
