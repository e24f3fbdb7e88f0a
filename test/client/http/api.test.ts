import { expect, test } from "vitest";
import { createApi } from "../../../client/http/api.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";

/** An API whose requests are answered by a test, or never. */
function apiWith(answer: (path: string, init: RequestInit) => Promise<Response>) {
	const clock = new FakeClock();
	let changes = 0;
	const api = createApi({
		fetch: (path, init = {}) => answer(path, init),
		clock,
		changed: () => {
			changes++;
		},
	});
	return { api, clock, changes: () => changes };
}

test("a request that nobody answers ends", async () => {
	const { api, clock } = apiWith(
		(_, { signal }) =>
			new Promise((_, fail) =>
				signal?.addEventListener("abort", () => fail(new DOMException("late", "AbortError"))),
			),
	);
	const asked = [api.enterSession(), api.readFile(1), api.removeFile(1), api.announce("drop", { files: [] })];
	await clock.advance(120_000);
	for (const answer of await Promise.all(asked))
		expect(answer).toEqual({ ok: false, problem: { kind: "network" } });
	expect(clock.waiting).toBe(0);
});

test("whoever changed something is told of, and whoever only read is not", async () => {
	const { api, changes } = apiWith(async () => Response.json({}));
	await api.readFile(1);
	expect(changes()).toBe(0);
	await api.order("retry", { file: 1 });
	await api.announce("drop", { files: [] });
	expect(changes()).toBe(2);
});

test("a proxy's own error page is a refusal with its status", async () => {
	const { api, changes } = apiWith(async () => new Response("<html>Bad gateway</html>", { status: 502 }));
	const answer = await api.removeFile(1);
	await settle();
	expect(answer).toMatchObject({ ok: false, problem: { kind: "refused", status: 502 } });
	expect(changes()).toBe(0);
});
