import type { ManifestEntry } from "../../protocol/files/manifest.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";

/** One part of an R2 multipart upload, as R2 wants it named when the parts are put together. */
export interface Part {
	readonly number: number;
	readonly etag: string;
}

/** What came after the last whole part: an object of its own until there is enough for another part. */
export interface Rest {
	readonly object: string;
	/** Bytes. */
	readonly length: number;
}

/** Where the bytes of a new upload shall go: to an announced file, to a new file of a batch, or to a later concatenation. */
export type UploadTarget =
	| { readonly file: number }
	| { readonly key: string; readonly entry: ManifestEntry }
	| "partial";

/** What a client that creates an upload wants. */
export interface WantedUpload {
	readonly to: UploadTarget;
	/** Bytes; `null` when the client will say it later (tus `creation-defer-length`). */
	readonly length: number | null;
	/** The header `Upload-Metadata` as it came. */
	readonly metadata: string;
	/** The name of the object that the bytes will become. */
	readonly object: string;
	/** The uploads that a final upload is made of, and its header `Upload-Concat` as it came. */
	readonly concat: { readonly of: readonly number[]; readonly header: string } | null;
	/** Set when bytes come along: who writes them. */
	readonly writer: Writer | null;
}

/** One request that brings bytes. */
export interface Writer {
	/** A random name; the session tells writers apart by it. */
	readonly token: string;
	/**
	 * Bytes of the body when none of it may be told before all of it came, because it has a checksum; else `null`: then
	 * parts are told as they are stored.
	 */
	readonly unproven: number | null;
}

/** What an upload is, to whoever asks. */
export interface UploadView {
	/** The file's number; negative for a partial upload, which is no file. */
	readonly id: number;
	/** Bytes that are really stored. */
	readonly offset: number;
	readonly length: number | null;
	/** All bytes are there and are one object. */
	readonly whole: boolean;
	readonly metadata: string;
	/** When it goes unless something changes before, in milliseconds since 1970; `null` when it is done. */
	readonly expiresAt: number | null;
	/** `partial`, or the header of a final upload; `null` for an ordinary one. */
	readonly concat: string | null;
	/** A person has paused the file: whoever writes shall stop. */
	readonly paused: boolean;
}

/** The leave to write on from an offset: all that a writer must know, and the only right to tell of what it stored. */
export interface Grant {
	readonly token: string;
	readonly view: UploadView;
	readonly object: string;
	readonly partSize: number;
	/** R2's id of the multipart upload; `null` while there is none. */
	readonly multipart: string | null;
	/** The number of the next part. */
	readonly next: number;
	/** Part numbers that the writer may touch before it has heard that earlier ones were taken in. */
	readonly window: number;
	readonly rest: Rest | null;
	/** The name under which this writer, and no other, puts a remainder. */
	readonly restObject: string;
	/** The same for the whole file, when it is put in one piece. */
	readonly wholeObject: string;
	/** The SHA-256 that the client declared of the file, in hex: whoever has all its bytes at once shall see to it. */
	readonly sha256: string | null;
}

/** What a writer has stored since it last told. All of it is taken in, or nothing. */
export interface Step {
	/** The object that the writer was told to write: another means that this upload is not the one it knew. */
	readonly object: string;
	/** The offset that the writer took to be the stored one: another means that somebody else has written. */
	readonly from: number;
	/** The offset after this step. */
	readonly to: number;
	/** The multipart upload that the writer has opened. */
	readonly multipart?: { readonly id: string; readonly window: number };
	/** Parts in their order, the first with the number that comes next. All have the part size; the very last may have less. */
	readonly parts?: readonly Part[];
	/** What is short of a part, once the body has ended. */
	readonly rest?: Rest;
	/** Everything was put in one piece, under the writer's own name; `head` is its beginning, for the extractor. */
	readonly whole?: { readonly object: string; readonly head: Uint8Array; readonly sha256?: string };
	/** The writer is done: `clean` when nothing of it can reach storage any more. */
	readonly end?: "clean" | "unclean";
}

/** What the actor offers to tus. Like all its methods these prove the credential first. */
export interface UploadDoor {
	/** Creates an upload, or finds the one that its file has; gives leave to write when bytes come along. */
	createUpload(
		proof: string,
		wanted: WantedUpload,
	): Promise<Result<{ view: UploadView; grant: Grant | null; sources: readonly Rest[] }, Problem>>;
	/** Where an upload stands, once those who wrote have told what they stored. */
	seeUpload(proof: string, id: number): Promise<Result<UploadView, Problem>>;
	/** Leave to write from an offset; `length` when the client tells it now. */
	leaseUpload(
		proof: string,
		id: number,
		writer: Writer,
		offset: number,
		length: number | null,
	): Promise<Result<Grant, Problem>>;
	/** A writer tells what it stored. */
	advanceUpload(proof: string, id: number, token: string, step: Step): Promise<Result<UploadView, Problem>>;
	/** Ends an upload, and the file that it is. */
	dropUpload(proof: string, id: number): Promise<Result<null, Problem>>;
}

/** The calls to storage that uploads need. `storage/multipart.ts` makes them; a fake of it is twenty lines. */
export interface UploadStore {
	put(object: string, bytes: Uint8Array): Promise<void>;
	/** Opens a multipart upload; gives its id. */
	open(object: string): Promise<string>;
	/** Stores one part; gives its etag. */
	part(object: string, multipart: string, number: number, bytes: Uint8Array): Promise<string>;
	/** Puts the parts together. Harmless when it has happened already. */
	complete(object: string, multipart: string, parts: readonly Part[]): Promise<void>;
	/** A stored object's bytes from an offset on, as they come; `null` when there is none. */
	read(object: string, offset: number): Promise<AsyncIterable<Uint8Array> | null>;
	remove(object: string): Promise<void>;
	/** Removes what a half upload left: open parts and remainders. Harmless when there is nothing. */
	discard(half: Half): Promise<void>;
}

/** What lies in storage besides objects that files own. */
export interface Half {
	readonly object: string;
	/** The multipart upload to abort, if one is open. */
	readonly multipart: string | null;
	/** What the names of its remainders begin with; `null` when it never had one. */
	readonly restPrefix: string | null;
}
