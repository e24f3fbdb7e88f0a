import type { Result } from "../protocol/result.ts";

/** One call of a model. */
export interface ModelCall {
	/** Its name in the catalogue, such as `@cf/baai/bge-m3`. */
	readonly model: string;
	/** What this model takes. Whoever asks has bounded it. */
	readonly inputs: Readonly<Record<string, unknown>>;
	/** Milliseconds until the answer must be there. */
	readonly withinMs: number;
}

/** Why there is no answer. */
export interface ModelFailure {
	readonly code: "model-slow" | "model-failed";
	/** A sentence for a person. */
	readonly detail: string;
}

/**
 * Asks a model. Never throws and is never waited for longer than the call says: a reading goes on without the answer and
 * says so. What comes back is as hostile as any input: nobody has checked its shape.
 */
export type AskModel = (call: ModelCall) => Promise<Result<unknown, ModelFailure>>;
