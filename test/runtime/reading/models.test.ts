import { afterAll, beforeAll, expect, test } from "vitest";
import type { FileDetails } from "../../../src/protocol/http/reply.ts";
import type { SearchReply } from "../../../src/protocol/http/search.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { waitUntil } from "../../support/server/wait-until.ts";
import { settled, storeFile } from "../uploads/upload-helpers.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer({
		fakes: { file: "test/fixtures/fake-models.js", bindings: ["AI", "VECTORIZE"] },
	});
});
afterAll(() => server.stop());

async function namesFound(session: TestSession, query: string): Promise<string[]> {
	const found = await session.json<SearchReply>(`/api/session/search?${new URLSearchParams({ q: query })}`);
	return found.hits.map(({ name }) => name);
}

/** The number of vectors that the fake last logged. */
const vectors = () =>
	server
		.logs()
		.findLast((line) => / vectors$/.test(line))
		?.match(/\d+ vectors/)?.[0];

test("bound models summarise a document, find it by its meaning, and delete its vectors", async () => {
	const session = await openSession(server.url);
	await storeFile(session, "zoo.txt", "Ada Lovelace saw zebras in London.");
	await storeFile(session, "road.txt", "She bought an automobile.");
	await storeFile(session, "silence.txt", "No model knows this.");
	const { state } = await followUntil(session, settled(3));
	expect(state.totals.states.completed).toBe(3);

	const { facts } = await session.json<FileDetails>("/api/files/1");
	const values = Object.fromEntries((facts?.summary ?? []).map(({ name, value }) => [name, value]));
	expect(values).toMatchObject({
		summary: "A model says what it is about.",
		people: ["Ada Lovelace"],
		places: ["London"],
	});
	const silent = await session.json<FileDetails>("/api/files/3");
	expect(silent.facts?.warnings).toEqual([
		expect.stringMatching(/^The summary and keywords come from word counts/),
	]);

	expect(await namesFound(session, "striped")).toEqual(["zoo.txt"]);
	expect(await namesFound(session, "which car")).toEqual(["road.txt"]);
	expect(await namesFound(session, '"striped"')).toEqual([]);
	const another = await openSession(server.url);
	await storeFile(another, "other.txt", "Another striped thing.");
	await followUntil(another, settled(1));
	expect(await namesFound(another, "zebra")).toEqual(["other.txt"]);
	expect(await namesFound(session, "zebra")).toEqual(["zoo.txt"]);

	await waitUntil("all are learnt", () => vectors() === "4 vectors");
	await session.fetch("/api/files/1", { method: "DELETE" });
	await waitUntil("the removed file's are gone", () => vectors() === "3 vectors");
	expect(await namesFound(session, "striped")).toEqual([]);
	expect((await session.fetch("/api/session", { method: "DELETE" })).status).toBe(204);
	await waitUntil("the removed session's are gone", () => vectors() === "1 vectors");
	expect(await namesFound(another, "zebra")).toEqual(["other.txt"]);
});
