import type { ManifestReply } from "../protocol/files/manifest.ts";
import type { CommandReply } from "../protocol/http/reply.ts";
import type { SearchReply } from "../protocol/http/search.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { ok, type Result, refuse } from "../protocol/result.ts";
import type { Shares } from "../session/access/shares.ts";
import type { ArrivalResult } from "../session/rpc/session-rpc.ts";
import type { Announcement, Arrival, Command, CommandOf } from "../session/rules/command.ts";
import type { Decision } from "../session/rules/decision-builder.ts";
import { noSuchFile } from "../session/rules/targets.ts";
import { type SearchRequest, searchText } from "../session/search/search.ts";
import type { Session } from "../session/session.ts";
import type { SessionStore } from "../session/store/session-store.ts";
import type { AlarmHandler } from "./alarm/alarm-handler.ts";
import type { Platform } from "./platform.ts";
import { answerDialectPoll } from "./sockets/dialect-socket.ts";
import { DIALECTS } from "./sockets/dialects.ts";
import type { MissedMessages } from "./sockets/missed-messages.ts";
import type { UploadManager } from "./uploads/upload-manager.ts";

/** The rooms of an open session that the owner's calls go to. */
export interface OwnerRooms {
	readonly session: Session;
	readonly store: SessionStore;
	readonly shares: Shares;
	readonly uploads: UploadManager;
	readonly alarm: AlarmHandler;
	readonly missedMessages: MissedMessages;
}

/** What the owner may do and ask beyond what any viewer may read. Answers come after everything they say is on disk. */
export class OwnerApi {
	readonly #rooms: OwnerRooms;
	readonly #platform: Platform;

	constructor(rooms: OwnerRooms, platform: Platform) {
		this.#rooms = rooms;
		this.#platform = platform;
	}

	/** Executes a command and waits until it is written. `onDecided` runs in the same turn, before anything else can act on the decision. */
	async #execute(
		command: Command,
		onDecided?: (decision: Decision) => void,
	): Promise<Result<Decision, Problem>> {
		const { session } = this.#rooms;
		const decided = session.execute(command);
		if (!decided.ok) return decided;
		onDecided?.(decided.value);
		await session.settled();
		return decided;
	}

	async announce(key: string, announcement: Announcement): Promise<Result<ManifestReply, Problem>> {
		const { session } = this.#rooms;
		const decided = await this.#execute({ type: "announce", key, ...announcement });
		if (!decided.ok) return decided;
		const files = decided.value.results.flatMap((result) => (result.ok ? [result.value] : []));
		const already = files.filter((n) => session.objectOf(n) !== undefined);
		return ok({ batch: key, files, ...(already.length > 0 && { already }), cursor: session.cursor });
	}

	async begin(
		file: number,
		size: number | null,
		object: string,
	): Promise<Result<{ size: number; sha256?: string }, Problem>> {
		const { session } = this.#rooms;
		const decided = await this.#execute({ type: "begin", file, object, ...(size !== null && { size }) });
		if (!decided.ok) return decided;
		const begun = session.file(file);
		if (begun === undefined) return refuse(noSuchFile(file));
		const sha256 = session.declaredHashOf(file);
		return ok({ size: begun.size, ...(sha256 !== undefined && { sha256 }) });
	}

	async store(
		arrivals: readonly Arrival[],
	): Promise<Result<{ results: ArrivalResult[]; cursor: string }, Problem>> {
		const { session } = this.#rooms;
		const decided = await this.#execute({ type: "store", arrivals }, ({ results }) => {
			for (const [index, result] of results.entries()) {
				const head = arrivals[index]?.head;
				if (result.ok && head) this.#platform.heads.put(result.value, head);
			}
		});
		if (!decided.ok) return decided;
		const results = decided.value.results.map((result): ArrivalResult => {
			if (!result.ok) return result;
			const file = session.file(result.value);
			return file ? ok(file) : refuse(noSuchFile(result.value));
		});
		return ok({ results, cursor: session.cursor });
	}

	async release(file: number, object: string): Promise<Result<null, Problem>> {
		const decided = await this.#execute({ type: "release", file, object });
		return decided.ok ? ok(null) : decided;
	}

	/** Pauses, resumes, retries, cancels or removes. Objects that this frees are deleted before the answer. */
	async control(command: CommandOf<"verb"> | CommandOf<"remove">): Promise<Result<CommandReply, Problem>> {
		const { session, store, shares } = this.#rooms;
		const decided = await this.#execute(command);
		if (!decided.ok) return decided;
		const { results, record } = decided.value;
		if (record?.refused) return refuse(problem(record.refused.code, record.refused.detail));
		if (command.type === "remove") {
			session.eraseHistory();
			shares.revokeOrphaned();
		}
		await this.#platform.cleaner.drainDeletions(store);
		return ok({ changed: record?.changed ?? results.length, cursor: session.cursor });
	}

	/** Searches by words, and by meaning where an index is bound; without an answer from the index, words alone decide. */
	async search(request: SearchRequest): Promise<Result<SearchReply, Problem>> {
		const { session, store } = this.#rooms;
		const { sql, semantic } = this.#platform;
		const nearest = await semantic.nearest(store.text.vectors, request.query);
		const sources = { text: store.text, factsIndex: store.facts.index, state: session.state };
		return searchText(sql, sources, request, nearest);
	}

	answerDialect(dialect: string, question: string): Result<string, Problem> {
		const { session, missedMessages } = this.#rooms;
		const known = DIALECTS.get(dialect);
		const answer = answerDialectPoll(known, question, missedMessages, session, Date.now());
		return answer === undefined ? refuse(problem("not-found", "Nothing answers this.")) : ok(answer);
	}

	/** A call to the resumable uploads. Objects that it frees are deleted behind the answer. */
	async upload<Value>(
		call: (uploads: UploadManager) => Promise<Result<Value, Problem>>,
	): Promise<Result<Value, Problem>> {
		const { uploads, store, alarm } = this.#rooms;
		const { ctx, cleaner } = this.#platform;
		const result = await call(uploads);
		ctx.waitUntil(cleaner.drainDeletions(store));
		void alarm.ensureAlarm();
		return result;
	}

	/** Ends an upload and removes its file. */
	async dropUpload(id: number): Promise<Result<null, Problem>> {
		const dropped = await this.upload((uploads) => uploads.drop(id));
		if (dropped.ok && !this.#rooms.session.ended) this.#rooms.session.eraseHistory();
		return dropped;
	}
}
