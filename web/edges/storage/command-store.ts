import type { CommandAction, IdempotencyKey, Target } from "../../../src/protocol/stream/command-message.ts";
import { lazyDatabase, requestResult, transactionDone } from "./database.ts";

/** A command that has not been answered yet. */
export interface StoredCommand extends IdempotencyKey {
	/** The session it belongs to; leftovers of other sessions are deleted. */
	readonly session: string;
	readonly does: CommandAction;
	readonly target: Target;
}

/** Keeps unanswered commands across reloads. If storage fails, they are lost with the page and nothing else breaks. */
export interface CommandStore {
	save(command: StoredCommand): Promise<void>;
	delete(number: IdempotencyKey): Promise<void>;
	/** The unanswered commands of a session, grouped by tab and in order within each. */
	loadUnanswered(session: string): Promise<readonly StoredCommand[]>;
}

const COMMANDS = "commands";

/** A command store in IndexedDB. */
export function createCommandStore(factory: IDBFactory): CommandStore {
	const database = lazyDatabase(factory, "darkroom-commands", (created) => {
		created.createObjectStore(COMMANDS, { keyPath: ["tab", "number"] });
	});

	async function write(change: (store: IDBObjectStore) => void): Promise<void> {
		const db = await database();
		const transaction = db.transaction(COMMANDS, "readwrite");
		change(transaction.objectStore(COMMANDS));
		await transactionDone(transaction);
	}

	return {
		save: (command) => write((store) => store.put(command)),
		delete: ({ tab, number }) => write((store) => store.delete([tab, number])),
		async loadUnanswered(session) {
			const db = await database();
			const all: StoredCommand[] = await requestResult(
				db.transaction(COMMANDS).objectStore(COMMANDS).getAll(),
			);
			const foreign = all.filter((command) => command.session !== session);
			if (foreign.length > 0)
				await write((store) => {
					for (const { tab, number } of foreign) store.delete([tab, number]);
				});
			return all.filter((command) => command.session === session);
		},
	};
}
