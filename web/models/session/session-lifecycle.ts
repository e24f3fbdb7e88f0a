import type { Api, Retry } from "../../../client/http.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import { noticeWords } from "../../words/en/notices.ts";
import { failureSentence } from "../failure-sentence.ts";
import type { Notices } from "../notices.ts";
import type { SenderProxy } from "../sending/sender-proxy.ts";
import type { LeaderElection } from "../tabs/leader-election.ts";
import type { Connection } from "./connection.ts";
import type { SessionModel } from "./session-model.ts";
import type { SessionSaver } from "./session-saver.ts";

/** Dependencies of the session's lifecycle. */
export interface SessionLifecycleDeps {
	readonly api: Pick<Api, "ensureSession" | "deleteSession">;
	readonly retry: Retry;
	readonly locks: TabLocks;
	readonly stream: { start(): void; stop(): void };
	readonly session: SessionModel;
	readonly saver: SessionSaver;
	readonly election: Pick<LeaderElection, "join" | "leave">;
	readonly sending: Pick<SenderProxy, "begin" | "clear">;
	readonly connection: Connection;
	readonly notices: Notices;
}

/**
 * Two tabs that open at once must not create two sessions: the later cookie would hide the files of the earlier
 * session.
 */
const OPENING_LOCK = "darkroom-open-session";

/** Opens the session, detects when the server no longer has it, and starts a new one. */
export class SessionLifecycle {
	#deps: SessionLifecycleDeps;
	#isStarting = false;
	#id: string | undefined;

	constructor(deps: SessionLifecycleDeps) {
		this.#deps = deps;
	}

	async start(): Promise<void> {
		if (this.#isStarting) return;
		this.#isStarting = true;
		const [stored, id] = await Promise.all([this.#restore(), this.#open()]);
		this.#isStarting = false;
		if (id === undefined) return;
		const { session, saver, election, sending, stream, notices } = this.#deps;
		if (stored !== undefined && stored !== id) {
			session.clear();
			notices.show(noticeWords.gone);
		}
		saver.begin(id);
		sending.begin(id);
		this.#id = id;
		await election.join(id);
		if (this.#id === id) stream.start();
	}

	/** The page is being left, perhaps for good: lets another tab lead. */
	suspend(): void {
		const { saver, election, stream } = this.#deps;
		saver.saveOnLeave();
		election.leave("leaving");
		stream.stop();
	}

	/** The page is shown again, from the back/forward cache. */
	async resume(): Promise<void> {
		const { election, stream } = this.#deps;
		const id = this.#id;
		if (id === undefined) return;
		await election.join(id);
		if (this.#id === id) stream.start();
	}

	/** Shows the saved state before the server answers. Resolves to the id of its session. */
	async #restore(): Promise<string | undefined> {
		const { saver, connection } = this.#deps;
		const stored = await saver.restore();
		if (stored !== undefined) connection.messageReceived(stored.at);
		return stored?.session;
	}

	/** The server no longer has the session: it expired, or was deleted from another tab. */
	sessionEnded(): void {
		this.#reset();
		this.#deps.notices.show(noticeWords.gone);
		void this.start();
	}

	/** Deletes the session on the server and here. */
	async forget(): Promise<void> {
		const { api, notices } = this.#deps;
		const answer = await api.deleteSession();
		const gone = answer.ok || (answer.problem.kind === "refused" && answer.problem.status === 401);
		if (!gone) return notices.show(noticeWords.notDeleted(failureSentence(answer.problem)), "bad");
		this.#reset();
		notices.show(noticeWords.deleted);
		await this.start();
	}

	#reset(): void {
		const { stream, sending, session, saver, election } = this.#deps;
		this.#id = undefined;
		election.leave("ended");
		stream.stop();
		sending.clear();
		session.clear();
		void saver.clear();
	}

	/** Opens this browser's session, retrying until the server answers. */
	async #open(): Promise<string | undefined> {
		const { api, retry, locks, connection, notices } = this.#deps;
		connection.setState("connecting");
		const releaseLock = await locks.acquire(OPENING_LOCK);
		try {
			const attempt = async () => {
				const entered = await api.ensureSession();
				if (!entered.ok && entered.problem.kind === "network") connection.setState("offline");
				return entered;
			};
			const answer = await retry(attempt, () => true);
			if (answer.ok) return answer.value.id;
			notices.show(failureSentence(answer.problem), "bad");
			return undefined;
		} finally {
			releaseLock();
		}
	}
}
