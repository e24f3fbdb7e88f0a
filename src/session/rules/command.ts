import type { FileProblem } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import type { ManifestEntry } from "../../protocol/files/manifest.ts";
import type { IdempotencyKey, Target, Verb } from "../../protocol/stream/command-message.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import type { ReadSummary, StageCount } from "./file-rules.ts";

/** Bytes of a file's beginning that the Worker hands over: as many as the extraction's first read would fetch. */
export const HEAD_BYTES = 64 * 1024;

/** Stored bytes that need a place: an announced file, or a new file of a batch. */
export interface Arrival {
	readonly object: string;
	readonly size: number;
	readonly to: { readonly file: number } | { readonly key: string; readonly entry: ManifestEntry };
	/** SHA-256 of the bytes in hex, if it was computed while storing. */
	readonly sha256?: string;
	/** The object that the upload began with, if the bytes ended up in another. */
	readonly begunAs?: string;
	/** The first bytes, if the Worker had them at hand. The rules ignore them; the extraction may use them. */
	readonly head?: Uint8Array;
}

/** An announced link. */
export interface AnnouncedLink {
	readonly url: string;
	readonly host: string;
	/** The caller named the file too. */
	readonly named: boolean;
}

/** Files that a batch will have. */
export interface Announcement {
	/** How documents of the batch are cut into chunks from now on. */
	readonly chunks?: ChunkOptions | undefined;
	readonly entries: readonly ManifestEntry[];
	/** SHA-256 of the whole manifest, in hex: the same manifest again gets the same numbers. */
	readonly hash: string;
	/** For each entry the link its bytes are fetched from; absent when clients send them. */
	readonly links?: readonly AnnouncedLink[];
}

/** What a link's server says about the bytes before they come. */
export interface LinkDescription {
	/** Absent when the caller has named the file. */
	readonly name?: string;
	readonly type?: string;
	/** Bytes; 0 while unknown. */
	readonly size: number;
	readonly validator?: string;
}

/** Everything that can happen to a session: from HTTP, a socket, the alarm or the extraction. */
export type Command =
	| ({ readonly type: "announce"; readonly key: string } & Announcement)
	/** Fetching a link begins; `stored` bytes are there from an earlier try. */
	| { readonly type: "fetch"; readonly file: number; readonly stored: number }
	/** The link's server has answered. */
	| { readonly type: "describe-link"; readonly file: number; readonly link: LinkDescription }
	/** Fetching failed. */
	| {
			readonly type: "fetch-failed";
			readonly file: number;
			readonly problem: FileProblem;
			/** When to try again, while tries are left; `null` when that is pointless. Milliseconds since 1970. */
			readonly retryAt: number | null;
			/** Enough bytes came that the tries are counted from zero again. */
			readonly gained: boolean;
			/** What a page behind the link says about itself, when the page is all there is. */
			readonly page?: { readonly name: string; readonly fields: number };
	  }
	| { readonly type: "begin"; readonly file: number; readonly size?: number; readonly object: string }
	| { readonly type: "store"; readonly arrivals: readonly Arrival[] }
	/** A resumable upload begins, of an announced file or a new one. `size` is `null` while unknown. */
	| {
			readonly type: "begin-upload";
			readonly to: Arrival["to"];
			readonly size: number | null;
			readonly object: string;
	  }
	/** This many bytes of a file are stored now; `size` when it has become known. */
	| { readonly type: "advance"; readonly file: number; readonly stored: number; readonly size?: number }
	| { readonly type: "release"; readonly file: number; readonly object: string }
	| { readonly type: "start"; readonly files: readonly number[] }
	| {
			readonly type: "progress";
			readonly file: number;
			readonly stage: string;
			readonly progress: number;
			/** How far the stage itself is, if it counts something. */
			readonly count?: StageCount;
			readonly kind: FileKind;
			readonly mime: string;
	  }
	/** The slice ended before the file was read to its end: what was done is kept, and the file waits for its next turn. */
	| { readonly type: "suspend"; readonly file: number }
	| {
			readonly type: "complete";
			readonly file: number;
			readonly found: ReadSummary;
			/** Set for a recording in which no words were found: the caption files beside it that were tried. */
			readonly triedCaptions?: readonly number[];
	  }
	| {
			readonly type: "fail";
			readonly file: number;
			readonly problem: FileProblem;
			readonly kind: FileKind;
			readonly mime: string;
	  }
	/** Reading failed for a reason that may pass: it is tried again at `retryAt`, while tries are left. */
	| {
			readonly type: "defer";
			readonly file: number;
			readonly problem: FileProblem;
			readonly retryAt: number;
			/** Something was saved before it failed, so the tries are counted from zero again. */
			readonly gained?: boolean;
	  }
	/** A stored file waits because nothing answers that could read it. */
	| { readonly type: "hold"; readonly file: number }
	/** Pause, resume, retry or cancel. With an idempotency key it is executed at most once. */
	| {
			readonly type: "verb";
			readonly verb: Verb;
			readonly target: Target;
			readonly idempotencyKey?: IdempotencyKey | undefined;
	  }
	| {
			readonly type: "remove";
			readonly target: Target;
			readonly idempotencyKey?: IdempotencyKey | undefined;
	  };

/** The command of one type. */
export type CommandOf<Type extends Command["type"]> = Extract<Command, { readonly type: Type }>;
