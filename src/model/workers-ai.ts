import type { AskModel, ModelFailure } from "../extract/ask-model.ts";
import { ok, refuse } from "../protocol/result.ts";
import { withTimeout } from "./with-timeout.ts";

/** The method in use of the `AI` binding (`Ai` of `@cloudflare/workers-types`). */
export interface AiBinding {
	run(
		model: string,
		inputs: Record<string, unknown>,
		options: { readonly signal: AbortSignal },
	): Promise<unknown>;
}

/** Calls the models of Workers AI; `undefined` without an `AI` binding. */
export function workersAi(ai: AiBinding | undefined): AskModel | undefined {
	if (ai === undefined) return undefined;
	return async ({ model, inputs, timeoutMs }) => {
		const stop = new AbortController();
		try {
			const response = await withTimeout(timeoutMs, ai.run(model, { ...inputs }, { signal: stop.signal }));
			return response === "late" ? refuse(timedOut(model, timeoutMs)) : ok(response);
		} catch {
			return refuse(failed(model));
		} finally {
			// An abandoned call would keep the Durable Object awake.
			stop.abort();
		}
	};
}

function timedOut(model: string, timeoutMs: number): ModelFailure {
	const detail = `The model ${model} did not respond within ${timeoutMs / 1000} seconds.`;
	return { code: "model-slow", detail };
}

function failed(model: string): ModelFailure {
	return { code: "model-failed", detail: `The call to the model ${model} failed.` };
}
