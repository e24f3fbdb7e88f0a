import type { Result } from "../protocol/result.ts";
import type { Chunk } from "../protocol/text/chunk.ts";
import type { ModelFailure } from "./ask-model.ts";

/**
 * Adds chunks of the file to the semantic index, so that they are found by meaning as well as by words. Never throws. After a
 * crash the same chunks may be passed again.
 */
export type SemanticUpsert = (chunks: readonly Chunk[]) => Promise<Result<null, ModelFailure>>;
