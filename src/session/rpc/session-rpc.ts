import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ManifestReply } from "../../protocol/files/manifest.ts";
import type { BatchReply, CommandReply, FileList, SessionInfo } from "../../protocol/http/reply.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";
import type { CommandNumber, Target, Verb } from "../../protocol/stream/command-message.ts";
import type { ChunksReply } from "../../protocol/text/chunks-reply.ts";
import type { SearchReply } from "../../protocol/text/search.ts";
import type { Announcement, Arrival } from "../rules/command.ts";
import type { Search } from "../search/search.ts";
import type { Picture } from "../store/facts-table.ts";
import type { ChunksFrom } from "../store/text-tables.ts";
import type { AccessDoor } from "./access-rpc.ts";
import type { UploadDoor } from "./upload-rpc.ts";

/** What became of one arrival: its file's number, or why its bytes are not wanted (the caller then removes them). */
export type ArrivalOutcome = Result<FileRecord, Problem>;

/** What a file's bytes are wanted for: a share may look at pictures and yet not have what they were made of. */
export type Purpose = "original" | "thumbnail";

/** Where a file's bytes lie, for those who serve them. */
export interface StoredFile extends Picture {
	readonly file: FileRecord;
	/** The object's name within the session. */
	readonly object: string;
}

/** Which records are asked for: numbers from and to, both included, of one batch or of all. */
export interface Listed {
	readonly from: number;
	readonly to: number;
	readonly key?: string | undefined;
}

/**
 * What the actor offers to the routes and the dialects. Every method but `open` first proves the credential: `proof` is
 * the SHA-256 of the caller's token, in hex; the token itself never comes here.
 */
export interface Door extends UploadDoor, AccessDoor {
	/** Makes this actor a session. Called once, on a fresh id. */
	open(proof: string): Promise<{ info: SessionInfo; cursor: string }>;
	/** Proves a credential and nothing more. */
	admit(proof: string): Promise<Result<null, Problem>>;
	info(proof: string): Promise<Result<SessionInfo, Problem>>;
	/** Removes everything: objects, rows, sockets. */
	forget(proof: string): Promise<Result<null, Problem>>;
	announce(proof: string, key: string, announcement: Announcement): Promise<Result<ManifestReply, Problem>>;
	/** An upload of a known file begins. Answers how many bytes it must have, and which, when the client declared that. */
	begin(
		proof: string,
		file: number,
		size: number | null,
		object: string,
	): Promise<Result<{ size: number; sha256?: string }, Problem>>;
	/** Bytes lie in storage: gives each its place. */
	store(
		proof: string,
		arrivals: readonly Arrival[],
	): Promise<Result<{ outcomes: ArrivalOutcome[]; cursor: string }, Problem>>;
	/** An upload broke off. */
	release(proof: string, file: number, object: string): Promise<void>;
	/** The JSON text of `FileDetails`: facts are saved as text and served as they are. */
	details(proof: string, file: number): Promise<Result<string, Problem>>;
	/** Chunks of a document from number `from`, at most `count`. */
	chunks(proof: string, file: number, from: ChunksFrom, count: number): Promise<Result<ChunksReply, Problem>>;
	search(proof: string, search: Search): Promise<Result<SearchReply, Problem>>;
	stored(proof: string, file: number, purpose: Purpose): Promise<Result<StoredFile, Problem>>;
	/** Records of files by their numbers. */
	list(proof: string, listed: Listed): Promise<Result<FileList, Problem>>;
	batch(proof: string, key: string): Promise<Result<BatchReply, Problem>>;
	/** What a poll of a dialect is answered: JSON text. */
	ask(proof: string, dialect: string, question: string): Promise<Result<string, Problem>>;
	/** A verb on files. With `once` it is done at most once, and sent again it gets the answer that the first one got. */
	order(
		proof: string,
		verb: Verb,
		target: Target,
		once?: CommandNumber,
	): Promise<Result<CommandReply, Problem>>;
	/** Removes a file or a batch, its objects before the answer. */
	remove(proof: string, target: Target, once?: CommandNumber): Promise<Result<CommandReply, Problem>>;
}
