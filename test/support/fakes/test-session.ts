import { Loop, type Tick } from "../../../src/session/session.ts";
import { createTables } from "../../../src/session/store/schema.ts";
import { MemorySql } from "./memory-sql.ts";

/** A loop whose clock and timers the test holds. Ticks are written when the test says so. */
export interface TestLoop {
	readonly loop: Loop;
	readonly sql: MemorySql;
	readonly ticks: Tick[];
	/** Milliseconds since 1970; a test may turn it. */
	time: { now: number };
	/** Another loop on the same rows: what a wake would build. */
	wake(): TestLoop;
}

/** Builds a loop on fresh rows, or on those that another left. */
export function testLoop(sql = new MemorySql(), time = { now: 1_790_000_000_000 }): TestLoop {
	createTables(sql);
	const ticks: Tick[] = [];
	const loop = new Loop(
		{
			sql,
			now: () => time.now,
			transaction: (work) => sql.transaction(work),
			later: () => () => {},
			written: (tick) => ticks.push(tick),
		},
		"epoch",
	);
	return { loop, sql, ticks, time, wake: () => testLoop(sql, time) };
}
