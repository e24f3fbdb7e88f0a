import type { ModelFailure } from "../extract/ask-model.ts";
import type { ReachedStage } from "../extract/extraction.ts";
import type { ExtractionCheckpoint, TextPart } from "../extract/resume-store.ts";
import type { Facts, Json } from "../protocol/files/facts.ts";
import type { FileProblem } from "../protocol/files/file-record.ts";
import type { FileKind } from "../protocol/files/file-state.ts";
import type { Result } from "../protocol/result.ts";
import type { Chunk } from "../protocol/text/chunk.ts";
import type { ChunkOptions } from "../protocol/text/chunk-options.ts";

/*
 * The calls between a session and an extractor. They are two Workers, deployed one after the other, so either may be older than the
 * other. What is added must be optional; a change that an older side would misunderstand raises `CONTRACT_VERSION`, and files
 * then wait until both sides have it.
 */

/** The version of this contract. An extractor refuses calls of another version by throwing, as if it were not there. */
export const CONTRACT_VERSION = 1;

/** Throws if a call is of another version. */
export function checkVersion(version: number): void {
	if (version === CONTRACT_VERSION) return;
	throw new Error(`This extractor speaks version ${CONTRACT_VERSION} of the contract, not ${version}.`);
}

/** Bytes that one answer of a byte source may have: the platform bounds a message at 32 MiB. */
export const MAX_SOURCE_READ_BYTES = 4 * 1024 * 1024;

/** One file to read. */
export interface ReadJob {
	/** Its number in the session: names it in every message. */
	readonly file: number;
	readonly name: string;
	/** The media type that the sender claimed. */
	readonly type?: string;
	/** Bytes. */
	readonly size: number;
	/** Its first bytes, if the session has them at hand. */
	readonly head?: Uint8Array;
	/** What is saved of it: the state of its last checkpoint, and how many text batches and chunks. Absent when it is read for the first time. */
	readonly saved?: { readonly state: Json; readonly textBatches: number; readonly chunks: number };
	/** The requested chunk size of documents. */
	readonly chunkOptions?: ChunkOptions;
	/** Files that may belong to it, such as its captions. Their bytes are read by their numbers. */
	readonly sidecars: readonly { readonly n: number; readonly name: string; readonly size: number }[];
}

/** Files to read in one call, one after the other. */
export interface ReadCall {
	readonly version: number;
	readonly jobs: readonly ReadJob[];
	/** Nothing else may be read in the same isolate meanwhile: a file is suspected to have killed one. */
	readonly alone: boolean;
	/** Milliseconds after which a long reading stops at its next checkpoint. */
	readonly milliseconds: number;
	/** Whether the session has a semantic index, so that `upsert` can be called. */
	readonly semanticIndex: boolean;
}

/** How reading a file ended. */
export type JobOutcome =
	| {
			readonly ok: true;
			readonly facts: Facts;
			readonly mime: string;
			/** The stage that is reached once the facts are saved. */
			readonly lastStage: string;
			/** Milliseconds that it took. */
			readonly took: number;
			/** For a recording in which no words were found: the sidecars that were tried. */
			readonly triedCaptions?: readonly number[];
	  }
	| { readonly ok: false; readonly problem: FileProblem; readonly kind: FileKind; readonly mime: string }
	/** The turn is over; everything done so far was reported as checkpoints. */
	| { readonly ok: "later" }
	/** The session's byte source failed. */
	| { readonly ok: "source-failed" };

/** What happened to a file, in order. */
export type FileEvent =
	| { readonly stage: ReachedStage }
	| { readonly checkpoint: ExtractionCheckpoint }
	| { readonly outcome: JobOutcome };

/** Events of one file. */
export interface FileUpdate {
	readonly file: number;
	readonly events: readonly FileEvent[];
}

/** What the session answers to updates. */
export interface UpdateReply {
	/** Files of the call that nobody wants any more. */
	readonly unwanted: readonly number[];
	/** Long readings are to stop at their next checkpoint: other files wait. */
	readonly stop: boolean;
}

/** The session's side of a call, which the extractor calls back. */
export interface ExtractorHost {
	/** Reading these files begins. Returns those that are still wanted; the attempt is written down before it returns. */
	begin(files: readonly number[]): Promise<readonly number[]>;
	/** Bytes of a job's file or of one of its sidecars: at most `MAX_SOURCE_READ_BYTES`, inside the file. Throws when storage fails. */
	read(file: number, offset: number, length: number): Promise<Uint8Array>;
	/** Reports what happened. Also called with nothing, to say that the extractor is alive. */
	update(updates: readonly FileUpdate[]): Promise<UpdateReply>;
	/** Saved text that has not been cut into chunks yet. */
	textBatch(file: number, index: number): Promise<readonly TextPart[] | undefined>;
	/** At most `count` saved chunks from number `from`. */
	chunks(file: number, from: number, count: number): Promise<readonly Chunk[]>;
	/** Adds chunks to the semantic index, where there is one. */
	upsert(file: number, chunks: readonly Chunk[]): Promise<Result<null, ModelFailure>>;
}

/** Why there is no thumbnail: the picture cannot be decoded, or too many others wait. */
export type ThumbnailRefusal = "damaged" | "busy";

/** What an extractor can be asked. */
export interface ExtractorRpc {
	/** Resolves if it answers at all, and speaks this version of the contract. */
	ping(version: number): Promise<void>;
	/** Reads files. Returns when all of them have ended. */
	read(call: ReadCall, host: ExtractorHost): Promise<void>;
	/** Makes a small JPEG of a picture. */
	thumbnail(version: number, mime: string, bytes: Uint8Array): Promise<Result<Uint8Array, ThumbnailRefusal>>;
}
