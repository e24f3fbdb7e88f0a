import { describe, expect, it } from "vitest";
import { STANDING } from "../../../../web/models/progress/pace.ts";
import { joinForecasts, ServerForecast } from "../../../../web/models/progress/server-forecast.ts";

describe("what the server told of its queue", () => {
	it("counts down, never below nothing, until it tells again", () => {
		const forecast = new ServerForecast();
		expect(forecast.left(0)).toBeUndefined();
		forecast.heard({ all: null, queue: { from: 9_000, to: 12_000 } }, 0);
		forecast.heard(undefined, 1_000);
		expect(forecast.left(4_000)).toEqual({ from: 5, to: 8 });
		expect(forecast.left(10_000)).toEqual({ from: 0, to: 2 });
		expect(forecast.left(99_000)).toEqual({ from: 0, to: 0 });
		forecast.heard(null, 99_000);
		expect(forecast.left(99_000)).toBeUndefined();
	});

	it("is joined with what the page sees: the longer one counts", () => {
		const pace = { ...STANDING, left: { from: 10, to: 20 } };
		expect(joinForecasts(pace, { from: 15, to: 18 }, true).left).toEqual({ from: 15, to: 20 });
		expect(joinForecasts(pace, { from: 3, to: 4 }, false).left).toEqual({ from: 3, to: 4 });
		expect(joinForecasts(pace, undefined, false).left).toEqual(pace.left);
		expect(joinForecasts(STANDING, { from: 3, to: 4 }, true).left).toBeUndefined();
		expect(joinForecasts({ ...pace, halt: "offline" }, { from: 3, to: 4 }, false).left).toEqual(pace.left);
	});
});
