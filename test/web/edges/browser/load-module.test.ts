import { describe, expect, it } from "vitest";
import { loadModule } from "../../../../web/edges/browser/load-module.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";

/** Loads a module that fails some times, and records the requests. */
async function loadAfter(failures: number, error: Error) {
	const clock = new FakeClock();
	const requests: string[] = [];
	let failed = 0;
	const respond = (what: string) => {
		requests.push(what);
		return requests.length > failures ? Promise.resolve("module") : Promise.reject(error);
	};
	const loading = loadModule(
		{ load: () => respond("module"), loadFrom: (url) => respond(url), onFailure: () => failed++ },
		clock,
	);
	await clock.advance(60_000);
	return { module: await loading, requests, failed };
}

describe("a lazy module", () => {
	it("is loaded once if nothing fails", async () => {
		expect(await loadAfter(0, new Error())).toEqual({ module: "module", requests: ["module"], failed: 0 });
	});

	it("is loaded under a new URL each time if the browser names the one that failed", async () => {
		const error = new TypeError(
			"Failed to fetch dynamically imported module: https://a.example/assets/m-1.js",
		);
		const { requests, failed } = await loadAfter(3, error);
		const url = "https://a.example/assets/m-1.js";
		expect(requests).toEqual(["module", `${url}?2`, `${url}?3`, `${url}?4`]);
		expect(failed).toBe(3);
	});

	it("is loaded again unchanged if the browser does not", async () => {
		const { requests } = await loadAfter(2, new TypeError("Importing a module script failed."));
		expect(requests).toEqual(["module", "module", "module"]);
	});
});
