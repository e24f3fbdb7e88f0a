import type { AskModel, ModelFailure } from "../extract/ask-model.ts";
import { ok, refuse } from "../protocol/result.ts";
import { within } from "./within.ts";

/** What is used of the `AI` binding (`Ai` of `@cloudflare/workers-types`, which the actor hands in). */
export interface AiBinding {
	run(
		model: string,
		inputs: Record<string, unknown>,
		options: { readonly signal: AbortSignal },
	): Promise<unknown>;
}

/** Asks the models of Workers AI; nothing where no `AI` is bound. */
export function workersAi(ai: AiBinding | undefined): AskModel | undefined {
	if (ai === undefined) return undefined;
	return async ({ model, inputs, withinMs }) => {
		const stop = new AbortController();
		try {
			const answer = await within(withinMs, ai.run(model, { ...inputs }, { signal: stop.signal }));
			return answer === "late" ? refuse(slow(model, withinMs)) : ok(answer);
		} catch {
			return refuse(failed(model));
		} finally {
			// A call that nobody waits for any more would keep the actor awake.
			stop.abort();
		}
	};
}

function slow(model: string, withinMs: number): ModelFailure {
	const detail = `The model ${model} did not answer within ${withinMs / 1000} seconds.`;
	return { code: "model-slow", detail };
}

function failed(model: string): ModelFailure {
	return { code: "model-failed", detail: `The model ${model} could not be asked.` };
}
