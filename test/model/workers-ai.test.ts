import { describe, expect, test, vi } from "vitest";
import { type AiBinding, workersAi } from "../../src/model/workers-ai.ts";

const CALL = { model: "@cf/some/model", inputs: { text: ["a"] }, withinMs: 60_000 };

describe("a model that is bound", () => {
	test("is asked by its name, and its answer is given as it is", async () => {
		const run = vi.fn(async () => ({ data: [[1, 2]] }));
		expect(await workersAi({ run })?.(CALL)).toEqual({ ok: true, value: { data: [[1, 2]] } });
		expect(run).toHaveBeenCalledWith(CALL.model, CALL.inputs, { signal: expect.any(AbortSignal) });
	});

	test("that fails is a reason, and never an exception", async () => {
		const run = async () => {
			throw new Error("3040: capacity exceeded");
		};
		const ask = workersAi({ run });
		expect(await ask?.(CALL)).toEqual({
			ok: false,
			problem: { code: "model-failed", detail: "The model @cf/some/model could not be asked." },
		});
	});

	test("that does not answer in time is not waited for, and its call is ended", async () => {
		let ended = false;
		const run: AiBinding["run"] = (_model, _inputs, { signal }) => {
			signal.addEventListener("abort", () => {
				ended = true;
			});
			return new Promise(() => {});
		};
		const ask = workersAi({ run });
		expect(await ask?.({ ...CALL, withinMs: 1 })).toMatchObject({
			ok: false,
			problem: { code: "model-slow" },
		});
		expect(ended).toBe(true);
	});
});

test("nothing is asked where no model is bound", () => {
	expect(workersAi(undefined)).toBeUndefined();
});
