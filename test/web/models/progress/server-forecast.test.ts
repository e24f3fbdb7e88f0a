import { describe, expect, it } from "vitest";
import { IDLE } from "../../../../web/models/progress/pace.ts";
import { joinForecasts, ServerForecast } from "../../../../web/models/progress/server-forecast.ts";

describe("the server's forecast", () => {
	it("counts down to 0 until the next one arrives", () => {
		const forecast = new ServerForecast();
		expect(forecast.remaining(0)).toBeUndefined();
		forecast.update({ all: null, queue: { from: 9_000, to: 12_000 } }, 0);
		forecast.update(undefined, 1_000);
		expect(forecast.remaining(4_000)).toEqual({ from: 5, to: 8 });
		expect(forecast.remaining(10_000)).toEqual({ from: 0, to: 2 });
		expect(forecast.remaining(99_000)).toEqual({ from: 0, to: 0 });
		forecast.update(null, 99_000);
		expect(forecast.remaining(99_000)).toBeUndefined();
	});

	it("is combined with the page's estimate: the longer one counts", () => {
		const pace = { ...IDLE, left: { from: 10, to: 20 } };
		expect(joinForecasts(pace, { from: 15, to: 18 }, true).left).toEqual({ from: 15, to: 20 });
		expect(joinForecasts(pace, { from: 3, to: 4 }, false).left).toEqual({ from: 3, to: 4 });
		expect(joinForecasts(pace, undefined, false).left).toEqual(pace.left);
		expect(joinForecasts(IDLE, { from: 3, to: 4 }, true).left).toBeUndefined();
		expect(joinForecasts({ ...pace, halt: "offline" }, { from: 3, to: 4 }, false).left).toEqual(pace.left);
	});
});
