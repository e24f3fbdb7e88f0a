import type { FileRecord } from "../../protocol/files/file-record.ts";
import type { ManifestReply } from "../../protocol/files/manifest.ts";
import type { BatchReply, CommandReply, FileListReply, SessionInfo } from "../../protocol/http/reply.ts";
import type { SearchReply } from "../../protocol/http/search.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Result } from "../../protocol/result.ts";
import type { IdempotencyKey, Target, Verb } from "../../protocol/stream/command-message.ts";
import type { ChunksReply } from "../../protocol/text/chunk.ts";
import type { BytesPurpose } from "../access/access-rules.ts";
import type { Announcement, Arrival } from "../rules/command.ts";
import type { SearchRequest } from "../search/search.ts";
import type { Picture } from "../store/facts-table.ts";
import type { ChunksFrom } from "../store/text-tables.ts";
import type { AccessRpc } from "./access-rpc.ts";
import type { UploadRpc } from "./upload-rpc.ts";

/** The record of a stored arrival; or why its bytes were refused, and the caller then removes them. */
export type ArrivalResult = Result<FileRecord, Problem>;

/** Where a file's bytes are stored, for routes that serve them. */
export interface StoredFile extends Picture {
	readonly file: FileRecord;
	/** The object's name within the session. */
	readonly object: string;
}

/** A range of file numbers, both ends included, of one batch or of the whole session. */
export interface FileRange {
	readonly from: number;
	readonly to: number;
	readonly key?: string | undefined;
}

/**
 * The actor's methods, which the routes and dialects call. Every one but `open` admits its caller first: `tokenHash` is the
 * SHA-256 of the caller's token, in hex; the token itself never comes here.
 */
export interface SessionRpc extends UploadRpc, AccessRpc {
	/** Makes this actor a session. Called once, on a fresh id. */
	open(tokenHash: string): Promise<{ info: SessionInfo; cursor: string }>;
	/** Checks a token and nothing more. */
	admit(tokenHash: string): Promise<Result<null, Problem>>;
	info(tokenHash: string): Promise<Result<SessionInfo, Problem>>;
	/** Removes the whole session: objects, rows, sockets. */
	endSession(tokenHash: string): Promise<Result<null, Problem>>;
	announce(
		tokenHash: string,
		key: string,
		announcement: Announcement,
	): Promise<Result<ManifestReply, Problem>>;
	/** An upload of an announced file begins. Returns the bytes it must have, and their SHA-256 if the client declared one. */
	begin(
		tokenHash: string,
		file: number,
		size: number | null,
		object: string,
	): Promise<Result<{ size: number; sha256?: string }, Problem>>;
	/** Bytes were stored: gives each its file. */
	store(
		tokenHash: string,
		arrivals: readonly Arrival[],
	): Promise<Result<{ results: ArrivalResult[]; cursor: string }, Problem>>;
	/** An upload broke off. */
	release(tokenHash: string, file: number, object: string): Promise<Result<null, Problem>>;
	/** The JSON text of `FileDetails`: facts are stored as text and served as they are. */
	fileDetails(tokenHash: string, file: number): Promise<Result<string, Problem>>;
	/** Chunks of a document, at most `count`. */
	chunks(
		tokenHash: string,
		file: number,
		from: ChunksFrom,
		count: number,
	): Promise<Result<ChunksReply, Problem>>;
	search(tokenHash: string, request: SearchRequest): Promise<Result<SearchReply, Problem>>;
	storedFile(tokenHash: string, file: number, purpose: BytesPurpose): Promise<Result<StoredFile, Problem>>;
	/** Records of files by their numbers. */
	listFiles(tokenHash: string, range: FileRange): Promise<Result<FileListReply, Problem>>;
	batchStatus(tokenHash: string, key: string): Promise<Result<BatchReply, Problem>>;
	/** The answer to a dialect's poll, as JSON text. */
	answerDialect(tokenHash: string, dialect: string, question: string): Promise<Result<string, Problem>>;
	/** Pauses, resumes, retries or cancels. With an idempotency key it is executed at most once. */
	applyVerb(
		tokenHash: string,
		verb: Verb,
		target: Target,
		idempotencyKey?: IdempotencyKey,
	): Promise<Result<CommandReply, Problem>>;
	/** Removes a file or a batch; its objects are deleted before the answer. */
	remove(
		tokenHash: string,
		target: Target,
		idempotencyKey?: IdempotencyKey,
	): Promise<Result<CommandReply, Problem>>;
}
