import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SearchHit, SearchReply } from "../../src/protocol/http/search.ts";
import type { ChunksReply } from "../../src/protocol/text/chunk.ts";
import { settled, storeFile } from "../../test/runtime/uploads/upload-helpers.ts";
import { openSession, type TestSession } from "../../test/support/server/client.ts";
import { followUntil } from "../../test/support/server/follow.ts";
import { figure, printMachine, printTable } from "../support/report.ts";
import { startDarkroom } from "../support/servers.ts";
import { QUESTIONS, type Question } from "./questions.ts";

/** Real documents that we may not publish. */
const FOLDER = join(import.meta.dirname, "../../../shared/data/documents");

/** Hits that a user looks at. */
const FIRST = 5;

const plain = (text: string) => text.replace(/\s+/g, " ");

async function textOf(session: TestSession, { file, chunk }: SearchHit): Promise<string> {
	const found = await session.json<ChunksReply>(`/api/files/${file}/chunks?from=${chunk}&count=1`);
	return plain(found.chunks[0]?.text ?? "");
}

/** The rank of the first hit that answers, from 1; 0 if none of the first five does. */
async function placeOf(session: TestSession, { asked, answer }: Question): Promise<number> {
	const query = new URLSearchParams({ q: asked, limit: String(FIRST) });
	const { hits } = await session.json<SearchReply>(`/api/session/search?${query}`);
	for (const [index, hit] of hits.entries())
		if ((await textOf(session, hit)).includes(answer)) return index + 1;
	return 0;
}

printMachine();
if (!existsSync(FOLDER)) console.log("\nThe sample documents are missing: nothing is measured.");
else {
	const server = await startDarkroom();
	try {
		const session = await openSession(server.url);
		const names = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
			statSync(join(FOLDER, name)).isFile(),
		);
		for (const name of names)
			await storeFile(session, name.replaceAll("/", " "), new Uint8Array(readFileSync(join(FOLDER, name))));
		await followUntil(session, settled(names.length));
		const places = await Promise.all(QUESTIONS.map((question) => placeOf(session, question)));
		const among = (most: number) => places.filter((place) => place > 0 && place <= most).length;
		const missed = QUESTIONS.filter((_, index) => places[index] === 0).map(({ asked }) => asked);
		const share = (count: number) => `${count} (${figure((100 * count) / QUESTIONS.length, 0)} %)`;
		printTable(
			`${QUESTIONS.length} questions about ${names.length} documents`,
			["answered by the first hit", "among the first 3", `recall@${FIRST}`],
			[[share(among(1)), share(among(3)), share(among(FIRST))]],
		);
		console.log(`\nNot answered: ${missed.join(" · ") || "none"}`);
	} finally {
		await server.stop();
	}
}
