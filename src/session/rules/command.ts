import type { FileProblem } from "../../protocol/files/file-record.ts";
import type { FileKind } from "../../protocol/files/file-state.ts";
import type { ManifestEntry } from "../../protocol/files/manifest.ts";
import type { CommandNumber, Target, Verb } from "../../protocol/stream/command-message.ts";
import type { ChunkOptions } from "../../protocol/text/chunk-options.ts";
import type { Found, StageCount } from "./file-rules.ts";

/** Bytes of a file's head that the Worker hands over: what one read of the extractor would bring. */
export const HEAD_BYTES = 64 * 1024;

/** Bytes that lie in storage under `object` and now ask for their place: a number, or a new file of a batch. */
export interface Arrival {
	readonly object: string;
	readonly size: number;
	readonly to: { readonly file: number } | { readonly key: string; readonly entry: ManifestEntry };
	/** SHA-256 of the bytes in hex, where whoever stored them computed it. */
	readonly sha256?: string;
	/** The name that its upload began under, when that is another. */
	readonly begunAs?: string;
	/** The first bytes, where the Worker has them at hand: the rules do not look at them, the extractor may. */
	readonly head?: Uint8Array;
}

/** A link as it is announced. */
export interface AnnouncedLink {
	readonly url: string;
	readonly host: string;
	readonly named: boolean;
}

/** Files that a batch is to have. */
export interface Announcement {
	/** How documents of the batch are cut from now on. */
	readonly chunks?: ChunkOptions | undefined;
	readonly entries: readonly ManifestEntry[];
	/** Of the whole, in hex: the same again is given the same numbers. */
	readonly hash: string;
	/** For each entry where its bytes are to be fetched; absent when they are sent. */
	readonly links?: readonly AnnouncedLink[];
}

/** What the server of a link tells of the bytes, before they come. */
export interface LinkTold {
	/** Absent when the name is given already. */
	readonly name?: string;
	readonly type?: string;
	/** Bytes; 0 while nobody knows. */
	readonly size: number;
	readonly validator?: string;
}

/** Everything that can be asked of a session, from HTTP, a socket, an alarm or the extractor. */
export type Command =
	| ({ readonly type: "announce"; readonly key: string } & Announcement)
	/** The bytes of a link are asked for; so many of them are stored from an earlier try. */
	| { readonly type: "fetch"; readonly file: number; readonly stored: number }
	/** The server of a link has answered. */
	| { readonly type: "learn"; readonly file: number; readonly told: LinkTold }
	/** They did not come. Tried again at `retryAt`, while tries are left; `null` when that is no use. */
	| {
			readonly type: "miss";
			readonly file: number;
			readonly problem: FileProblem;
			/** Milliseconds since 1970. */
			readonly retryAt: number | null;
			/** So much came that the tries are counted anew. */
			readonly gained: boolean;
			/** What the page behind the link says of it, when there is nothing else. */
			readonly page?: { readonly name: string; readonly fields: number };
	  }
	| { readonly type: "begin"; readonly file: number; readonly size?: number; readonly object: string }
	| { readonly type: "store"; readonly arrivals: readonly Arrival[] }
	/** A resumable upload begins: of an announced file, or of a new one. `size` is `null` while nobody knows it. */
	| {
			readonly type: "receive";
			readonly to: Arrival["to"];
			readonly size: number | null;
			readonly object: string;
	  }
	/** So many bytes of a file lie in storage now; `size` when it has become known. */
	| { readonly type: "advance"; readonly file: number; readonly stored: number; readonly size?: number }
	| { readonly type: "release"; readonly file: number; readonly object: string }
	| { readonly type: "start"; readonly files: readonly number[] }
	| {
			readonly type: "reach";
			readonly file: number;
			readonly stage: string;
			readonly progress: number;
			/** How far the stage itself is, where it counts something. */
			readonly count?: StageCount;
			readonly kind: FileKind;
			readonly mime: string;
	  }
	/** The slice is over before the file is read; what was done is kept, and the file waits for its next turn. */
	| { readonly type: "suspend"; readonly file: number }
	/** Something came that belongs to a file which is read already: it is read again. */
	| { readonly type: "reread"; readonly file: number }
	| { readonly type: "complete"; readonly file: number; readonly found: Found }
	| {
			readonly type: "fail";
			readonly file: number;
			readonly problem: FileProblem;
			readonly kind: FileKind;
			readonly mime: string;
	  }
	| { readonly type: "defer"; readonly file: number; readonly problem: FileProblem; readonly retryAt: number }
	/** With `once` it is done at most once, however often it comes. */
	| {
			readonly type: "order";
			readonly verb: Verb;
			readonly target: Target;
			readonly once?: CommandNumber | undefined;
	  }
	| { readonly type: "remove"; readonly target: Target; readonly once?: CommandNumber | undefined };
