import { expect, test } from "vitest";
import { createApi } from "../../../client/http/api.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";

/** An API whose requests the test answers, or does not. */
function apiWith(answer: (path: string, init: RequestInit) => Promise<Response>) {
	const clock = new FakeClock();
	let mutations = 0;
	const api = createApi({
		fetch: (path, init = {}) => answer(path, init),
		clock,
		onMutation: () => {
			mutations++;
		},
	});
	return { api, clock, mutations: () => mutations };
}

test("a request without an answer times out", async () => {
	const { api, clock } = apiWith(
		(_, { signal }) =>
			new Promise((_, fail) =>
				signal?.addEventListener("abort", () => fail(new DOMException("late", "AbortError"))),
			),
	);
	const asked = [
		api.ensureSession(),
		api.readFile(1),
		api.deleteFile(1),
		api.announce("drop", { files: [] }),
	];
	await clock.advance(120_000);
	for (const answer of await Promise.all(asked))
		expect(answer).toEqual({ ok: false, problem: { kind: "network" } });
	expect(clock.waiting).toBe(0);
});

test("requests that may change something are reported, requests that only read are not", async () => {
	const { api, mutations } = apiWith(async () => Response.json({}));
	await api.readFile(1);
	expect(mutations()).toBe(0);
	await api.control("retry", { file: 1 });
	await api.announce("drop", { files: [] });
	expect(mutations()).toBe(2);
});

test("a proxy's error page is a refusal with its status", async () => {
	const { api, mutations } = apiWith(async () => new Response("<html>Bad gateway</html>", { status: 502 }));
	const answer = await api.deleteFile(1);
	await settle();
	expect(answer).toMatchObject({ ok: false, problem: { kind: "refused", status: 502 } });
	expect(mutations()).toBe(0);
});
