import type { Api } from "../../../client/http/api.ts";
import type { Persevere } from "../../../client/http/retry.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import { sentence } from "../failure-sentence.ts";
import type { Notices } from "../notices.ts";
import type { Sending } from "../sending/sender-proxy.ts";
import type { TabLead } from "../tabs/leader-election.ts";
import type { Connection } from "./connection.ts";
import type { SessionModel } from "./session-model.ts";
import type { SessionKeeper } from "./session-saver.ts";

/** What a session's life is made of. */
export interface SessionLifeDeps {
	readonly api: Pick<Api, "enterSession" | "forgetSession">;
	readonly persevere: Persevere;
	readonly locks: TabLocks;
	readonly stream: { start(): void; stop(): void };
	readonly session: SessionModel;
	readonly keeper: SessionKeeper;
	readonly lead: Pick<TabLead, "begin" | "end">;
	readonly sending: Pick<Sending, "begin" | "clear">;
	readonly connection: Connection;
	readonly notices: Notices;
}

/** Two tabs that open at once must not open two sessions: the later cookie would hide the earlier one's files. */
const OPENING_LOCK = "darkroom-open-session";

const GONE =
	"The server no longer has this session: it expired or was forgotten. A fresh one is open; drop your files again.";

/** Opens the session, notices when the server has forgotten it, and begins anew. */
export class SessionLife {
	#deps: SessionLifeDeps;
	#beginning = false;
	#id: string | undefined;

	constructor(deps: SessionLifeDeps) {
		this.#deps = deps;
	}

	async start(): Promise<void> {
		if (this.#beginning) return;
		this.#beginning = true;
		const [stored, id] = await Promise.all([this.#restore(), this.#open()]);
		this.#beginning = false;
		if (id === undefined) return;
		const { session, keeper, lead, sending, stream, notices } = this.#deps;
		if (stored !== undefined && stored !== id) {
			session.clear();
			notices.say(GONE);
		}
		keeper.begin(id);
		sending.begin(id);
		this.#id = id;
		await lead.begin(id);
		if (this.#id === id) stream.start();
	}

	/** The page is left, perhaps for good: another tab may lead. */
	rest(): void {
		const { keeper, lead, stream } = this.#deps;
		keeper.leave();
		lead.end("leaving");
		stream.stop();
	}

	/** The page is shown again as it was, out of the cache of the back button. */
	async wake(): Promise<void> {
		const { lead, stream } = this.#deps;
		const id = this.#id;
		if (id === undefined) return;
		await lead.begin(id);
		if (this.#id === id) stream.start();
	}

	/** Shows what an earlier life of the page has left, before anybody answers. Tells whose it is. */
	async #restore(): Promise<string | undefined> {
		const { keeper, connection } = this.#deps;
		const stored = await keeper.restore();
		if (stored !== undefined) connection.heard(stored.at);
		return stored?.session;
	}

	/** The server no longer knows the session: it expired, or was forgotten from another tab. */
	ended(): void {
		this.#leave();
		this.#deps.notices.say(GONE);
		void this.start();
	}

	/** Forgets everything, on the server and here. */
	async forget(): Promise<void> {
		const { api, notices } = this.#deps;
		const answer = await api.forgetSession();
		const gone = answer.ok || (answer.problem.kind === "refused" && answer.problem.status === 401);
		if (!gone) return notices.say(`Nothing was forgotten. ${sentence(answer.problem)}`, "bad");
		this.#leave();
		notices.say("Everything was forgotten. This is a fresh session.");
		await this.start();
	}

	#leave(): void {
		const { stream, sending, session, keeper, lead } = this.#deps;
		this.#id = undefined;
		lead.end("ended");
		stream.stop();
		sending.clear();
		session.clear();
		void keeper.clear();
	}

	/** Enters the session of this browser. Goes on trying until the server answers. */
	async #open(): Promise<string | undefined> {
		const { api, persevere, locks, connection, notices } = this.#deps;
		connection.became("connecting");
		const giveBack = await locks.take(OPENING_LOCK);
		try {
			const ask = async () => {
				const entered = await api.enterSession();
				if (!entered.ok && entered.problem.kind === "network") connection.became("offline");
				return entered;
			};
			const answer = await persevere(ask, () => true);
			if (answer.ok) return answer.value.id;
			notices.say(sentence(answer.problem), "bad");
			return undefined;
		} finally {
			giveBack();
		}
	}
}
