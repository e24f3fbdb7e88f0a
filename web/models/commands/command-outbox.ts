import type { Api, Failure, Retry } from "../../../client/http.ts";
import type { CommandReply } from "../../../src/protocol/http/reply.ts";
import type { Result } from "../../../src/protocol/result.ts";
import type { CommandAction, Target } from "../../../src/protocol/stream/command-message.ts";
import type { CommandStore, StoredCommand } from "../../edges/storage/command-store.ts";
import type { TabLocks } from "../../edges/tabs/tab-locks.ts";
import type { PendingCommands } from "./pending-commands.ts";

/** The result of a command; `null` if there is nothing to report. */
export type CommandResult = Result<CommandReply | null, Failure>;

/** Dependencies of the command outbox. */
export interface CommandOutboxDeps {
	readonly api: Pick<Api, "command">;
	readonly store: CommandStore;
	readonly locks: TabLocks;
	readonly retry: Retry;
	readonly pending: Pick<PendingCommands, "add" | "remove">;
	/** This tab's unique id, which no other tab or reload has. */
	readonly tab: string;
	/** The server could not be reached; the command is retried. */
	onDelayed(): void;
}

interface Entry {
	readonly command: StoredCommand;
	resolve(answer: CommandResult): void;
}

/** The lock that a tab holds while it lives: another tab that acquires it sends what the first one left behind. */
function tabLockName(tab: string): string {
	return `darkroom-commands-${tab}`;
}

/**
 * Sends commands to the server in the order in which they were given. Each is stored under its tab and number until it
 * is answered. When in doubt it is sent again with the same idempotency key, by this tab or, after it is closed, by
 * another; the server executes it once.
 */
export class CommandOutbox {
	#deps: CommandOutboxDeps;
	#session: string | undefined;
	#last = 0;
	#queue: Entry[] = [];
	#draining = false;

	constructor(deps: CommandOutboxDeps) {
		this.#deps = deps;
		void deps.locks.acquire(tabLockName(deps.tab));
	}

	/** A session is open: sends what closed tabs left for it first. */
	async begin(session: string): Promise<void> {
		this.#session = session;
		await this.adoptOrphaned();
	}

	/** The session no longer exists, and with it everything that was requested of it. */
	clear(): void {
		this.#session = undefined;
	}

	/** Takes over commands left behind by closed tabs. */
	async adoptOrphaned(): Promise<void> {
		const { store, locks, tab } = this.#deps;
		const session = this.#session;
		if (session === undefined) return;
		const left = await store.loadUnanswered(session).catch(() => []);
		for (const [owner, commands] of Map.groupBy(left, (command) => command.tab)) {
			if (owner === tab) continue;
			const releaseLock = await locks.tryAcquire(tabLockName(owner));
			if (releaseLock === undefined) continue;
			const answers = commands.map((command) => this.#enqueue(command));
			void Promise.all(answers).then(releaseLock);
		}
	}

	/** Sends a command; the answer may take long. */
	send(does: CommandAction, target: Target): Promise<CommandResult> {
		const { store, tab } = this.#deps;
		const command = { session: this.#session ?? "", tab, number: ++this.#last, does, target };
		void store.save(command).catch(() => {});
		return this.#enqueue(command);
	}

	#enqueue(command: StoredCommand): Promise<CommandResult> {
		return new Promise((resolve) => {
			this.#queue.push({ command, resolve });
			this.#deps.pending.add(command);
			if (!this.#draining) void this.#drain();
		});
	}

	async #drain(): Promise<void> {
		const { api, store, retry, pending, onDelayed } = this.#deps;
		this.#draining = true;
		for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
			const { command, resolve } = next;
			const attempt = async () => {
				const answer = await api.command(command, command.does, command.target);
				if (!answer.ok && answer.problem.kind === "network") onDelayed();
				return answer;
			};
			const answer = await retry(attempt, () => this.#session === command.session);
			pending.remove(command);
			resolve(answer);
			await store.delete(command).catch(() => {});
		}
		this.#draining = false;
	}
}
