import { expect, test } from "vitest";
import { createApi } from "../../../client/http/api.ts";
import { createRetry } from "../../../client/http/retry.ts";
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

/** No answer, as from a network that swallows packets; only giving up ends it. */
function swallowed(signal: RequestInit["signal"]): Promise<Response> {
	return new Promise((_, fail) =>
		signal?.addEventListener("abort", () => fail(new DOMException("late", "AbortError"))),
	);
}

test("a request without an answer times out", async () => {
	const { api, clock } = apiWith((_, { signal }) => swallowed(signal));
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

test("a manifest of 200 files that was lost is repeated within 35 seconds", async () => {
	let requests = 0;
	const { api, clock } = apiWith((_, { signal }) =>
		requests++ === 0 ? swallowed(signal) : Promise.resolve(Response.json({ files: [1] })),
	);
	const files = Array.from({ length: 200 }, (_, n) => ({ name: `IMG_${n}.jpg`, size: 50_000 }));
	const announced = createRetry(clock)(
		() => api.announce("drop", { files }),
		() => true,
	);
	await clock.advance(35_000);
	expect(requests).toBe(2);
	expect(await announced).toEqual({ ok: true, value: { files: [1] } });
});

test("a manifest of megabytes has two minutes to leave", async () => {
	const { api, clock } = apiWith((_, { signal }) => swallowed(signal));
	const files = Array.from({ length: 10_000 }, (_, n) => ({ name: `${n}${"x".repeat(200)}`, size: 50_000 }));
	let isAnswered = false;
	void api.announce("drop", { files }).then(() => {
		isAnswered = true;
	});
	await clock.advance(119_000);
	expect(isAnswered).toBe(false);
	await clock.advance(1_000);
	expect(isAnswered).toBe(true);
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
