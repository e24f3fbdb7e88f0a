import type { Result } from "../protocol/result.ts";

/** One call of a model. */
export interface ModelCall {
	/** Its name in the catalogue, such as `@cf/baai/bge-m3`. */
	readonly model: string;
	/** The input in the form that this model expects. The caller bounds its size. */
	readonly inputs: Readonly<Record<string, unknown>>;
	/** Milliseconds after which the call is given up. */
	readonly timeoutMs: number;
}

/** The reason why there is no answer. */
export interface ModelFailure {
	readonly code: "model-slow" | "model-failed";
	/** A sentence for people. */
	readonly detail: string;
}

/**
 * Asks a model. Never throws and never takes longer than the call's timeout; without an answer the extraction continues and
 * adds a notice. The answer is untrusted input: its shape has not been checked.
 */
export type AskModel = (call: ModelCall) => Promise<Result<unknown, ModelFailure>>;
