import type { Problem } from "../protocol/problem.ts";
import type { Result } from "../protocol/result.ts";
import type { Step, UploadStore, UploadView } from "../session/rpc/upload-rpc.ts";
import type { BufferBudget } from "./part-buffers.ts";

/** What a writer needs of the world. */
export interface WriterPorts {
	readonly store: UploadStore;
	readonly budget: BufferBudget;
	/** Tells the session what was stored. Throws when the session did not answer. */
	advance(step: Step): Promise<Result<UploadView, Problem>>;
	/** SHA-256 in hex. */
	sha256(bytes: Uint8Array): Promise<string>;
	wait(ms: number): Promise<void>;
}

/** Proves a body as it passes. */
export interface Proof {
	update(bytes: Uint8Array): Promise<void>;
	/** Whether it came to what was told. Call it once, at the end. */
	matches(): Promise<boolean>;
}
