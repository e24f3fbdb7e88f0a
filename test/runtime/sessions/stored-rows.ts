import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * The number of files whose facts an actor has stored, read from its database file on the test server's disk: a request
 * would wake the actor, but tests check that it works without requests. 0 before there are any.
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
		// The server is writing, or has not created the table yet.
		return 0;
	} finally {
		database.close();
	}
}
