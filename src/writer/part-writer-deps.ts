import type { Problem } from "../protocol/problem.ts";
import type { Result } from "../protocol/result.ts";
import type { UploadStep, UploadStore, UploadView } from "../session/rules/upload-protocol.ts";
import type { BufferBudget } from "./part-buffers.ts";

/** Dependencies of a `PartWriter`; tests pass fakes. */
export interface PartWriterDeps {
	readonly store: UploadStore;
	/** Shared by all writers of an isolate. */
	readonly budget: BufferBudget;
	/** Reports what was stored to the session. Throws when the session cannot be reached. */
	advance(step: UploadStep): Promise<Result<UploadView, Problem>>;
	/** SHA-256 in hex. */
	sha256(bytes: Uint8Array): Promise<string>;
	/** Resolves after `ms` milliseconds. */
	wait(ms: number): Promise<void>;
}

/** Computes the checksum of a body as it passes. */
export interface BodyDigest {
	update(bytes: Uint8Array): Promise<void>;
	/** Whether the body has the expected checksum. Call it once, at the end. */
	matches(): Promise<boolean>;
}
