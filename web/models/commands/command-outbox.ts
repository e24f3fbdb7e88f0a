import type { Api } from "../../../client/http/api.ts";
import type { Failure } from "../../../client/http/failure.ts";
import type { Persevere } from "../../../client/http/retry.ts";
import type { CommandReply } from "../../../src/protocol/http/reply.ts";
import type { Result } from "../../../src/protocol/result.ts";
import type { CommandAction, Target } from "../../../src/protocol/stream/command-message.ts";
import type { CommandStore, StoredCommand } from "../../edges/storage/command-store.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import type { Asked } from "./pending-commands.ts";

/** What a command came to; `null` where there is nothing to tell. */
export type CommandAnswer = Result<CommandReply | null, Failure>;

/** What the outbox is made of. */
export interface CommandOutboxDeps {
	readonly api: Pick<Api, "command">;
	readonly store: CommandStore;
	readonly locks: TabLocks;
	readonly persevere: Persevere;
	readonly asked: Pick<Asked, "add" | "settle">;
	/** This tab's name, which no other life of a tab has. */
	readonly tab: string;
	/** The server was not reached; the command waits. */
	delayed(): void;
}

interface Entry {
	readonly command: StoredCommand;
	settle(answer: CommandAnswer): void;
}

/** Held for as long as a tab lives: whoever gets it sends what the tab has left. */
function lockOf(tab: string): string {
	return `darkroom-commands-${tab}`;
}

/**
 * Commands on their way to the server, in the order in which they were given. Each is kept under its tab and number until its
 * answer was heard, and sent again under the same whenever that is in doubt, by this tab or by another after its end; the
 * server does it once.
 */
export class CommandOutbox {
	#deps: CommandOutboxDeps;
	#session: string | undefined;
	#last = 0;
	#queue: Entry[] = [];
	#draining = false;

	constructor(deps: CommandOutboxDeps) {
		this.#deps = deps;
		void deps.locks.take(lockOf(deps.tab));
	}

	/** A session is open: what tabs that are gone have left for it is sent first. */
	async begin(session: string): Promise<void> {
		this.#session = session;
		await this.adopt();
	}

	/** The session is gone, and everything that was asked of it. */
	clear(): void {
		this.#session = undefined;
	}

	/** Takes up what was left by tabs that are gone. */
	async adopt(): Promise<void> {
		const { store, locks, tab } = this.#deps;
		const session = this.#session;
		if (session === undefined) return;
		const left = await store.left(session).catch(() => []);
		for (const [owner, commands] of Map.groupBy(left, (command) => command.tab)) {
			if (owner === tab) continue;
			const giveBack = await locks.tryTake(lockOf(owner));
			if (giveBack === undefined) continue;
			const answers = commands.map((command) => this.#put(command));
			void Promise.all(answers).then(giveBack);
		}
	}

	/** Gives a command; the answer may be long in coming. */
	send(does: CommandAction, target: Target): Promise<CommandAnswer> {
		const { store, tab } = this.#deps;
		const command = { session: this.#session ?? "", tab, number: ++this.#last, does, target };
		void store.keep(command).catch(() => {});
		return this.#put(command);
	}

	#put(command: StoredCommand): Promise<CommandAnswer> {
		return new Promise((settle) => {
			this.#queue.push({ command, settle });
			this.#deps.asked.add(command);
			if (!this.#draining) void this.#drain();
		});
	}

	async #drain(): Promise<void> {
		const { api, store, persevere, asked, delayed } = this.#deps;
		this.#draining = true;
		for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
			const { command, settle } = next;
			const ask = async () => {
				const answer = await api.command(command, command.does, command.target);
				if (!answer.ok && answer.problem.kind === "network") delayed();
				return answer;
			};
			const answer = await persevere(ask, () => this.#session === command.session);
			asked.settle(command);
			settle(answer);
			await store.forget(command).catch(() => {});
		}
		this.#draining = false;
	}
}
