import type { CommandAction, CommandNumber, Target } from "../../../src/protocol/stream/command-message.ts";
import { databaseAt, done, request } from "./database.ts";

/** A command whose answer was not heard yet. */
export interface StoredCommand extends CommandNumber {
	/** The session that it is about; another session's leftovers are thrown away. */
	readonly session: string;
	readonly does: CommandAction;
	readonly target: Target;
}

/** Commands between two lives of the page. Every failure only degrades: they are then lost with the page. */
export interface CommandStore {
	keep(command: StoredCommand): Promise<void>;
	forget(number: CommandNumber): Promise<void>;
	/** What is left of a session, tab by tab, and each tab's in its order. */
	left(session: string): Promise<readonly StoredCommand[]>;
}

const COMMANDS = "commands";

/** The store over IndexedDB. */
export function createCommandStore(factory: IDBFactory): CommandStore {
	const database = databaseAt(factory, "darkroom-commands", (fresh) => {
		fresh.createObjectStore(COMMANDS, { keyPath: ["tab", "number"] });
	});

	async function change(act: (store: IDBObjectStore) => void): Promise<void> {
		const db = await database();
		const work = db.transaction(COMMANDS, "readwrite");
		act(work.objectStore(COMMANDS));
		await done(work);
	}

	return {
		keep: (command) => change((store) => store.put(command)),
		forget: ({ tab, number }) => change((store) => store.delete([tab, number])),
		async left(session) {
			const db = await database();
			const all: StoredCommand[] = await request(db.transaction(COMMANDS).objectStore(COMMANDS).getAll());
			const strange = all.filter((command) => command.session !== session);
			if (strange.length > 0)
				await change((store) => {
					for (const { tab, number } of strange) store.delete([tab, number]);
				});
			return all.filter((command) => command.session === session);
		},
	};
}
