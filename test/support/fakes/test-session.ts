import { SessionIndexes } from "../../../src/session/indexes.ts";
import { Session } from "../../../src/session/session.ts";
import type { Model } from "../../../src/session/state/model.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { SessionStore } from "../../../src/session/store/session-store.ts";
import type { Tick } from "../../../src/session/stream/tick.ts";
import { MemorySql } from "./memory-sql.ts";

/** A session on in-memory SQLite. The test controls the clock, and ticks are written when the test flushes. */
export interface TestSession {
	readonly session: Session;
	readonly model: Model;
	readonly store: SessionStore;
	readonly indexes: SessionIndexes;
	readonly sql: MemorySql;
	readonly ticks: Tick[];
	/** Milliseconds since 1970; tests may set it. */
	time: { now: number };
	/** Another session built from the same rows, as on a wake. */
	wake(): TestSession;
}

/** Builds a session on empty tables, or on the rows of an earlier session. */
export function testSession(sql = new MemorySql(), time = { now: 1_790_000_000_000 }): TestSession {
	createTables(sql);
	const ticks: Tick[] = [];
	const store = new SessionStore(sql, (work) => sql.transaction(work));
	const model = store.load("epoch");
	const indexes = new SessionIndexes(model, store.uploads);
	const session = new Session({
		store,
		model,
		indexes,
		now: () => time.now,
		setTimer: () => () => {},
		publish: (tick) => ticks.push(tick),
	});
	return { session, model, store, indexes, sql, ticks, time, wake: () => testSession(sql, time) };
}
