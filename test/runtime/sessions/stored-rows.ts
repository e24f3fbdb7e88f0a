import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * How many files' facts an actor has stored, read from its database file on the disk of a test server: asking the server
 * would wake the actor, and whether it works while nobody asks is what a test wants to know. 0 before there are any.
 */
export function storedFacts(folder: string, actor: string): number {
	const path = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((file) =>
		file.endsWith(`${actor}.sqlite`),
	);
	if (path === undefined) return 0;
	const database = new DatabaseSync(join(folder, path), { readOnly: true });
	try {
		return Number(database.prepare("SELECT count(*) AS facts FROM facts").get()?.facts ?? 0);
	} catch {
		// The server is writing, or has not made the table yet.
		return 0;
	} finally {
		database.close();
	}
}
