import { describe, expect, it } from "vitest";
import { loadLate } from "../../../../web/edges/browser/load-module.ts";
import { FakeClock } from "../../../client/support/fake-clock.ts";

/** Loads a module that fails some times with an error, and tells what was asked for. */
async function loadAfter(failures: number, error: Error) {
	const clock = new FakeClock();
	const asked: string[] = [];
	let failed = 0;
	const answer = (what: string) => {
		asked.push(what);
		return asked.length > failures ? Promise.resolve("module") : Promise.reject(error);
	};
	const loading = loadLate(
		{ load: () => answer("module"), loadFrom: (address) => answer(address), failed: () => failed++ },
		clock,
	);
	await clock.advance(60_000);
	return { module: await loading, asked, failed };
}

describe("a module that comes late", () => {
	it("is asked for once where nothing is in its way", async () => {
		expect(await loadAfter(0, new Error())).toEqual({ module: "module", asked: ["module"], failed: 0 });
	});

	it("is asked for under ever new addresses where the browser names the one that it could not load", async () => {
		const error = new TypeError(
			"Failed to fetch dynamically imported module: https://a.example/assets/m-1.js",
		);
		const { asked, failed } = await loadAfter(3, error);
		const address = "https://a.example/assets/m-1.js";
		expect(asked).toEqual(["module", `${address}?2`, `${address}?3`, `${address}?4`]);
		expect(failed).toBe(3);
	});

	it("is asked for again as it is where the browser does not", async () => {
		const { asked } = await loadAfter(2, new TypeError("Importing a module script failed."));
		expect(asked).toEqual(["module", "module", "module"]);
	});
});
