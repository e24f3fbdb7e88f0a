import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionInfo } from "../../../src/protocol/http/reply.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startTwoProcesses, type TwoProcesses } from "../../support/server/two-processes.ts";
import { sendForm } from "../uploads/form-body.ts";
import { settled, storeFile } from "../uploads/upload-helpers.ts";

/** Whether the extractor's process answers its heartbeat within a second. */
async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
	} catch {
		return false;
	}
}

describe("a file that keeps an extractor busy for ever", () => {
	let both: TwoProcesses;
	beforeAll(async () => {
		both = await startTwoProcesses({ extractorFile: "test/fakes/spinning-extractor.js" });
	});
	afterAll(() => both.stop());

	test("keeps nobody from being answered or photos from being read, and is failed after three tries", async () => {
		const { server } = both;
		const session = await openSession(server.url);
		const other = await openSession(server.url);
		await storeFile(session, "spin.txt", "It never ends.");
		await followUntil(session, ({ files }) => files.get(1)?.state === "processing");
		expect(await answers(both.extractorUrl)).toBe(false);

		// Its session, another session, and the photos of both.
		const photo = makePhoto(1);
		for (const one of [session, other]) {
			await storeFile(one, photo.name, photo.bytes);
			await followUntil(one, ({ totals }) => totals.states.completed === 1);
			expect((await one.json<SessionInfo>("/api/session")).totals.states.completed).toBe(1);
		}
		expect(await answers(both.extractorUrl)).toBe(false);

		for (let tries = 1; tries <= 3; tries++) {
			await both.killExtractor();
			await both.restartExtractor();
			if (tries < 3) await followUntil(session, ({ files }) => files.get(1)?.attempt === tries + 1);
		}
		const { state } = await followUntil(session, ({ totals }) => totals.states.failed === 1);
		expect(state.files.get(1)).toMatchObject({ attempt: 3, problem: { code: "interrupted" } });
		expect(state.files.get(1)?.problem?.detail).toMatch(/3 times/);
	});

	test("charges the files that came with it once, and they are read", async () => {
		const { server } = both;
		const session = await openSession(server.url);
		const names = ["one.txt", "spin.txt", "two.txt", "three.txt"];
		await sendForm(
			session,
			"drop",
			names.map((name) => ({ name, bytes: utf8(`The text of ${name}.`) })),
		);
		await followUntil(session, ({ files }) => files.get(2)?.state === "processing");
		for (let tries = 1; tries <= 3; tries++) {
			await both.killExtractor();
			await both.restartExtractor();
			if (tries < 3) await followUntil(session, ({ files }) => files.get(2)?.attempt === tries + 1);
		}
		const { state } = await followUntil(session, settled(4));
		const files = [...state.files.values()].map(({ name, state, attempt }) => [name, state, attempt]);
		for (const [name, ended, attempt] of files) {
			expect([name, ended]).toEqual([name, name === "spin.txt" ? "failed" : "completed"]);
			if (name !== "spin.txt") expect(attempt, `tries of ${name}`).toBeLessThanOrEqual(2);
		}
	});
});

describe("where no extractor answers", () => {
	let both: TwoProcesses;
	beforeAll(async () => {
		both = await startTwoProcesses();
	});
	afterAll(() => both.stop());

	test("photos are read, everything else waits and says why, and is read as soon as one answers", async () => {
		const { server } = both;
		await both.killExtractor();
		const ready = await fetch(`${server.url}/readyz`);
		expect(ready.status).toBe(503);
		expect(await ready.json()).toMatchObject({
			code: "unavailable",
			detail: expect.stringMatching(/documents/),
		});
		const session = await openSession(server.url);
		await storeFile(session, "notes.txt", "Some notes about Lisbon.");
		const photo = makePhoto(2);
		await storeFile(session, photo.name, photo.bytes);
		const { state } = await followUntil(
			session,
			({ files }) => files.get(1)?.problem !== undefined && files.get(2)?.state === "completed",
		);
		expect(state.files.get(1)).toMatchObject({
			state: "queued",
			attempt: 0,
			problem: { code: "extractor-silent" },
		});

		await both.restartExtractor();
		const after = await followUntil(session, settled(2));
		expect(after.state.files.get(1)).toMatchObject({ state: "completed", attempt: 1 });
		expect(after.state.files.get(1)?.problem).toBeUndefined();
	});
});
