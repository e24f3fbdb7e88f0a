import { describe, expect, it } from "vitest";
import { catchUp } from "../../src/session/stream/catch-up.ts";
import { testSession } from "../support/fakes/test-session.ts";

describe("the session", () => {
	it("leaves nothing about a removed file in its rows", () => {
		const { session, sql, time } = testSession();
		const entries = [
			{ name: "secret.jpg", size: 1 },
			{ name: "other.jpg", size: 1 },
		];
		session.execute({ type: "announce", key: "drop", entries, hash: "h" });
		session.flush();
		const cursor = { epoch: "epoch", seq: session.state.seq };
		session.execute({ type: "remove", target: { file: 1 } });
		session.eraseHistory();
		const rows = ["frames", "checkpoint", "facts", "trash"].flatMap((table) =>
			sql.exec(`SELECT * FROM ${table}`),
		);
		expect(JSON.stringify(rows)).not.toContain("secret");
		expect(JSON.stringify(rows)).toContain("other.jpg");
		expect(catchUp(session, cursor, time.now)).toMatchObject({ reset: true });
	});

	it("answers a cursor of another epoch, or past the end of the journal, with a snapshot", () => {
		const { session, time } = testSession();
		session.execute({ type: "announce", key: "drop", entries: [{ name: "a", size: 1 }], hash: "h" });
		expect(catchUp(session, { epoch: "other", seq: 0 }, time.now)).toMatchObject({ reset: true, to: 1 });
		expect(catchUp(session, { epoch: "epoch", seq: 99 }, time.now)).toMatchObject({ reset: true, to: 1 });
		expect(catchUp(session, { epoch: "epoch", seq: 1 }, time.now)).toBeUndefined();
	});

	it("writes all changes of a tick as one frame in one row", () => {
		const { session, sql, ticks } = testSession();
		const before = sql.rowsWritten;
		for (const key of ["a", "b", "c"]) {
			session.execute({ type: "announce", key, entries: [{ name: "a", size: 1 }], hash: "h" });
		}
		session.flush();
		expect(ticks).toHaveLength(1);
		expect(ticks[0]?.changes).toHaveLength(6);
		expect(sql.rowsWritten - before).toBe(1);
	});

	it("costs a small share of a row per announced and stored file", () => {
		const { session, sql } = testSession();
		const before = sql.rowsWritten;
		const entries = Array.from({ length: 1000 }, (_, index) => ({ name: `${index}.jpg`, size: 10 }));
		session.execute({ type: "announce", key: "drop", entries, hash: "h" });
		for (let first = 0; first < 1000; first += 20) {
			const arrivals = Array.from({ length: 20 }, (_, i) => ({
				object: `${first + i}`,
				size: 10,
				to: { file: first + i + 1 },
			}));
			session.execute({ type: "store", arrivals });
			session.flush();
		}
		session.checkpointIfIdle();
		expect((sql.rowsWritten - before) / 1000).toBeLessThan(0.1);
	});
});
