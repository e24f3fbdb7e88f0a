import type { Result } from "../protocol/result.ts";
import type { Chunk } from "../protocol/text/chunk.ts";
import type { ModelFailure } from "./ask-model.ts";

/**
 * Makes chunks of the file that is read findable by what they mean, besides by their words. Never throws; the same chunks may
 * come again after a crash.
 */
export type LearnMeaning = (chunks: readonly Chunk[]) => Promise<Result<null, ModelFailure>>;
