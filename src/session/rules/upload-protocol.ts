import type { ManifestEntry } from "../../protocol/files/manifest.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";

/*
 * What the session and a writer of a resumable upload say to each other. The writer (a request in the Worker, or the fetcher
 * of a link) asks for a grant, stores bytes in R2 by itself, and reports them in steps.
 */

/** One part of an R2 multipart upload, as R2 wants it named when the parts are completed. */
export interface UploadedPart {
	readonly number: number;
	readonly etag: string;
}

/** The bytes after the last whole part, in an object of their own until there are enough for another part. */
export interface Tail {
	readonly object: string;
	/** Bytes. */
	readonly length: number;
}

/** Where a new upload's bytes go: an announced file, a new file of a batch, or a later concatenation (tus `partial`). */
export type UploadTarget =
	| { readonly file: number }
	| { readonly key: string; readonly entry: ManifestEntry }
	| "partial";

/** A client's request for a new upload. */
export interface WantedUpload {
	readonly to: UploadTarget;
	/** Bytes; `null` when the client announces the length later (tus `creation-defer-length`). */
	readonly length: number | null;
	/** The `Upload-Metadata` header as it came, for HEAD to return. */
	readonly metadata: string;
	/** The name of the object that the bytes will become. */
	readonly object: string;
	/** The uploads that a final upload concatenates, and its `Upload-Concat` header as it came. */
	readonly concat: { readonly of: readonly number[]; readonly header: string } | null;
	/** Who writes, when the creating request brings bytes (tus `creation-with-upload`). */
	readonly writer: UploadWriter | null;
}

/** One request that brings bytes. */
export interface UploadWriter {
	/** A random name by which the session tells writers apart. */
	readonly token: string;
	/**
	 * Length of the body when it has a checksum: then nothing may be reported before all of it has come. `null` without a
	 * checksum: parts are reported as they are stored.
	 */
	readonly unproven: number | null;
}

/** An upload as clients see it. */
export interface UploadView {
	/** The file's number; negative for a partial upload, which is not a file. */
	readonly id: number;
	/** Bytes that are stored. */
	readonly offset: number;
	readonly length: number | null;
	/** All bytes are stored and have become one object. */
	readonly whole: boolean;
	readonly metadata: string;
	/** When the upload expires unless it changes, in milliseconds since 1970; `null` once it is done. */
	readonly expiresAt: number | null;
	/** `partial`, or the header of a final upload; `null` for an ordinary one. */
	readonly concat: string | null;
	/** The file was paused: writers must stop. */
	readonly paused: boolean;
}

/** Permission to write from an offset: everything a writer needs, and the only right to report what it stored. */
export interface WriteGrant {
	readonly token: string;
	readonly view: UploadView;
	readonly object: string;
	/** Bytes of a part. */
	readonly partSize: number;
	/** R2's id of the multipart upload; `null` while there is none. */
	readonly multipart: string | null;
	/** The number of the next part. */
	readonly next: number;
	/** Part numbers the writer may use before earlier ones were acknowledged. */
	readonly window: number;
	readonly tail: Tail | null;
	/** The name under which this writer, and no other, stores a tail. */
	readonly tailObject: string;
	/** The name under which this writer stores the whole file when it does so in one put. */
	readonly wholeObject: string;
	/** The SHA-256 the client declared, in hex: a writer that has the whole file in hand must check it. */
	readonly sha256: string | null;
}

/** What a writer has stored since its last report. Taken whole or not at all. */
export interface UploadStep {
	/** The object the writer was granted: another name means that the upload was replaced since. */
	readonly object: string;
	/** The offset the writer started from: another stored offset means that somebody else has written. */
	readonly from: number;
	/** The offset after this step. */
	readonly to: number;
	/** The multipart upload that the writer has opened. */
	readonly multipart?: { readonly id: string; readonly window: number };
	/** Parts in order, starting with the next number. All have the part size; only the very last may be shorter. */
	readonly parts?: readonly UploadedPart[];
	/** The bytes short of a part, once the body has ended. */
	readonly tail?: Tail;
	/** The whole file was stored in one put under the writer's own name; `head` is its beginning, for the extraction. */
	readonly whole?: { readonly object: string; readonly head: Uint8Array; readonly sha256?: string };
	/** The writer has finished: `clean` when nothing of it can reach storage any more. */
	readonly end?: "clean" | "unclean";
}

/** The storage calls that uploads need. `storage/multipart.ts` makes them; tests pass a fake. */
export interface UploadStore {
	put(object: string, bytes: Uint8Array): Promise<void>;
	/** Opens a multipart upload and returns its id. */
	open(object: string): Promise<string>;
	/** Stores one part and returns its etag. */
	part(object: string, multipart: string, number: number, bytes: Uint8Array): Promise<string>;
	/** Completes a multipart upload. Safe to repeat. */
	complete(object: string, multipart: string, parts: readonly UploadedPart[]): Promise<void>;
	/** A stored object's bytes from an offset, as a stream; `null` when there is no such object. */
	read(object: string, offset: number): Promise<AsyncIterable<Uint8Array> | null>;
	remove(object: string): Promise<void>;
	/** Aborts an unfinished multipart upload and removes its tails. Safe to repeat. */
	discard(unfinished: OpenMultipart): Promise<void>;
}

/** What an unfinished upload leaves in storage besides objects that belong to files. */
export interface OpenMultipart {
	readonly object: string;
	/** R2's id of the multipart upload to abort; `null` when none was opened. */
	readonly multipart: string | null;
	/** The prefix of its tails' names; `null` when it never stored one. */
	readonly tailPrefix: string | null;
}

/** What creating an upload answers. */
export interface UploadCreated {
	readonly view: UploadView;
	/** `null` when the creating request brought no bytes. */
	readonly grant: WriteGrant | null;
	/** The objects that a final upload is made of, in order. */
	readonly sources: readonly Tail[];
}

/** What every call of an upload answers. */
export type UploadReply<Value> = Promise<Result<Value, Problem>>;
