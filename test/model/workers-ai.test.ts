import { describe, expect, test, vi } from "vitest";
import { type AiBinding, workersAi } from "../../src/model/workers-ai.ts";

const CALL = { model: "@cf/some/model", inputs: { text: ["a"] }, timeoutMs: 60_000 };

describe("a call to a model", () => {
	test("passes on the model name and inputs, and returns the raw response", async () => {
		const run = vi.fn(async () => ({ data: [[1, 2]] }));
		expect(await workersAi({ run })?.(CALL)).toEqual({ ok: true, value: { data: [[1, 2]] } });
		expect(run).toHaveBeenCalledWith(CALL.model, CALL.inputs, { signal: expect.any(AbortSignal) });
	});

	test("that fails is a value, never an exception", async () => {
		const run = async () => {
			throw new Error("3040: capacity exceeded");
		};
		const ask = workersAi({ run });
		expect(await ask?.(CALL)).toEqual({
			ok: false,
			problem: { code: "model-failed", detail: "The call to the model @cf/some/model failed." },
		});
	});

	test("that takes too long is aborted", async () => {
		let ended = false;
		const run: AiBinding["run"] = (_model, _inputs, { signal }) => {
			signal.addEventListener("abort", () => {
				ended = true;
			});
			return new Promise(() => {});
		};
		const ask = workersAi({ run });
		expect(await ask?.({ ...CALL, timeoutMs: 1 })).toMatchObject({
			ok: false,
			problem: { code: "model-slow" },
		});
		expect(ended).toBe(true);
	});
});

test("there are no calls without an AI binding", () => {
	expect(workersAi(undefined)).toBeUndefined();
});
