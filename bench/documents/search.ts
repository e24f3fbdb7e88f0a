import type { SearchReply } from "../../src/protocol/http/search.ts";
import { settled, storeFile } from "../../test/runtime/uploads/upload-helpers.ts";
import { openSession, type TestSession } from "../../test/support/server/client.ts";
import { followUntil } from "../../test/support/server/follow.ts";
import { figure, median, printMachine, printTable } from "../support/report.ts";
import { rounds } from "../support/rounds.ts";
import { startDarkroom } from "../support/servers.ts";
import { saying, textOf } from "./long-documents.ts";

/** Chunks per session. */
const SIZES = [10, 1_000, 100_000];

/** Chunks per file: below the limit of one document. */
const FILE_CHUNKS = 20_000;

/** Milliseconds within which the largest session must be read. */
const WITHIN_MS = 900_000;

const ASKED = rounds(15);

/** A section that becomes one chunk: a heading, and enough text that the next heading starts another chunk. */
function section(number: number, sentences: Generator<string, never>): string {
	// One in a thousand has a unique word.
	const rare = number % 1_000 === 7 ? `heliotrope${number} ` : "";
	return `# Part ${number}\n\n${rare}${textOf(sentences, 560)}\n\n`;
}

async function fill(session: TestSession, chunks: number): Promise<void> {
	const sentences = saying(chunks);
	let files = 0;
	for (let from = 0; from < chunks; from += FILE_CHUNKS) {
		const count = Math.min(FILE_CHUNKS, chunks - from);
		const text = Array.from({ length: count }, (_, index) => section(from + index, sentences)).join("");
		await storeFile(session, `${from}.md`, text);
		files += 1;
	}
	const { state } = await followUntil(session, settled(files), { within: WITHIN_MS });
	const there = [...state.files.values()].reduce((sum, { total = 0 }) => sum + total, 0);
	if (Math.abs(there - chunks) > chunks / 100) throw new Error(`${there} chunks instead of ${chunks}`);
}

/** The median time of a request (ms), after one warm-up. */
async function time(ask: () => Promise<unknown>): Promise<number> {
	const took: number[] = [];
	for (let round = -1; round < ASKED; round++) {
		const began = performance.now();
		await ask();
		if (round >= 0) took.push(performance.now() - began);
	}
	return median(took);
}

/** The queries. The commonest word is in nearly every chunk. */
function queries(chunks: number): readonly (readonly [what: string, query: string])[] {
	const [common = "", second = "", third = ""] = commonest(chunks);
	return [
		["a unique word", "heliotrope7"],
		["two common words", `${second} ${third}`],
		["a phrase", `"${second} ${third}"`],
		["a prefix", "helio*"],
		["the commonest word", common],
		["a question of six words", `heliotrope7 ${common} ${second} ${third} nowhere nobody`],
	];
}

function commonest(chunks: number): string[] {
	const counts = new Map<string, number>();
	for (const word of textOf(saying(chunks), 200_000)
		.toLowerCase()
		.match(/\p{L}{2,}/gu) ?? [])
		counts.set(word, (counts.get(word) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
}

printMachine();
const rows = new Map<string, string[]>();
const server = await startDarkroom();
try {
	for (const size of SIZES) {
		const session = await openSession(server.url);
		await fill(session, size);
		const bare = await time(() => session.json("/api/session"));
		const report = (what: string, milliseconds: number) => {
			const cells = [figure(milliseconds, 1), `${figure(milliseconds / bare, 1)} ×`];
			rows.set(what, [...(rows.get(what) ?? [what]), ...cells]);
		};
		report("a request that only authenticates", bare);
		for (const [what, query] of queries(size)) {
			const address = `/api/session/search?${new URLSearchParams({ q: query })}`;
			report(what, await time(() => session.json<SearchReply>(address)));
		}
	}
} finally {
	await server.stop();
}
printTable(
	`Search, milliseconds per request (median of ${ASKED}), and the ratio to a request that only authenticates`,
	["query", ...SIZES.flatMap((size) => [`among ${figure(size, 0)} chunks`, "ratio"])],
	[...rows.values()],
);
