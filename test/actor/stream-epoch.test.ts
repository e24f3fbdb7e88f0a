import { afterAll, beforeAll, expect, test } from "vitest";
import { changesOf } from "../../src/protocol/session-state.ts";
import { openSession } from "../support/client.ts";
import { followUntil, type Transport } from "../support/follow.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { storeFile } from "./uploading.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ inspect: true });
});
afterAll(() => server.stop());

test("a later version that folds frames differently begins an epoch, and every reader begins anew in place", async () => {
	const session = await openSession(server.url);
	await storeFile(session, "a.txt", "hello");
	const transports: readonly Transport[] = ["socket", "events", "poll"];
	const done = ({ totals }: { totals: { states: { completed: number } } }) => totals.states.completed === 1;
	const readers = await Promise.all(transports.map((transport) => followUntil(session, done, { transport })));
	const [before = ""] = readers.map((reader) => reader.state.epoch);
	await server.sql(session.id, "UPDATE session SET body = json_remove(body, '$.shape')");
	await server.restart();
	await storeFile(session, "b.txt", "hello", "more");
	for (const [index, reader] of readers.entries()) {
		const { state, frames } = await followUntil(session, ({ totals }) => totals.states.completed === 2, {
			transport: transports[index] ?? "socket",
			reader,
		});
		expect(state.epoch).not.toBe(before);
		expect(frames.filter(({ reset, epoch }) => reset && epoch === state.epoch).length).toBeGreaterThan(0);
		expect(changesOf(state).filter((change) => "name" in change)).toMatchObject([
			{ name: "a.txt" },
			{ name: "b.txt" },
		]);
	}
	const { epoch } = readers[0]?.state ?? {};
	await server.restart();
	const again = await followUntil(session, ({ totals }) => totals.states.completed === 2);
	expect(again.state.epoch).toBe(epoch);
});
