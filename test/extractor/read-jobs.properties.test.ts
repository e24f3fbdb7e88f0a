import { describe, expect, test } from "vitest";
import type { JobOutcome } from "../../src/extractor/contract.ts";
import { KEPT_CHARS, UPDATE_MS } from "../../src/extractor/limits.ts";
import { readJobs } from "../../src/extractor/read-jobs.ts";
import type { Facts } from "../../src/protocol/files/facts.ts";
import { utf8 } from "../fixtures/bytes.ts";
import { makePdf } from "../fixtures/pdf.ts";
import { MemoryHost, readJobsDeps } from "./memory-host.ts";

const METHODS = ["update", "textBatch", "chunks", "upsert"] as const;

const PARAGRAPH = "A sentence of a long document that fills its paragraph. ".repeat(40);

/** Documents by what is special about them; the text of the last one is too long to be kept at hand. */
const DOCUMENTS: readonly (readonly [what: string, bytes: Uint8Array])[] = [
	["a PDF", makePdf({ pages: Array.from({ length: 12 }, (_, page) => [`Page ${page}.`, "A sentence."]) })],
	["a short text", utf8(Array.from({ length: 20 }, (_, at) => `# ${at}\n\n${PARAGRAPH}`).join("\n\n"))],
	[
		"a long text",
		utf8(
			Array.from(
				{ length: Math.ceil(KEPT_CHARS / PARAGRAPH.length) + 20 },
				(_, at) => `# ${at}\n\n${PARAGRAPH}`,
			).join("\n\n"),
		),
	],
];

/** A clock by which every pause is late enough for a report. */
function clock(): () => number {
	let now = 0;
	return () => {
		now += UPDATE_MS;
		return now;
	};
}

/** Reads a document. The session fails to answer once: to the call of this method with this number, from 1. */
async function readWithFailure(bytes: Uint8Array, method?: (typeof METHODS)[number], failing = 0) {
	const host = new MemoryHost([[1, bytes]]);
	let calls = 0;
	if (method) {
		const answer = host[method].bind(host) as (...given: unknown[]) => Promise<never>;
		host[method] = async (...given: unknown[]) => {
			calls += 1;
			if (calls === failing) throw new Error("Network connection lost.");
			return answer(...given);
		};
	}
	const call = host.call({ semanticIndex: true, milliseconds: Number.MAX_SAFE_INTEGER });
	await readJobs(call, host, readJobsDeps({ now: clock() })).catch(() => {});
	return {
		hasFailed: calls >= failing,
		outcome: host.outcomes()[0]?.outcome,
		chunks: host.tables.chunks(1, 0, 10_000),
	};
}

function factsOf(outcome: JobOutcome | undefined): Omit<Facts, "read"> | undefined {
	if (outcome?.ok !== true) return undefined;
	const { read: _read, ...facts } = outcome.facts;
	return facts;
}

describe.each(DOCUMENTS)("a session that once fails to answer while %s is read", (_what, bytes) => {
	test.each(METHODS)(
		"by %s, is told of no other facts or text, and of no damage",
		{ timeout: 120_000 },
		async (method) => {
			const undisturbed = await readWithFailure(bytes);
			expect(undisturbed.outcome?.ok).toBe(true);
			const wrong: string[] = [];
			// Each of the first calls, and then ever fewer of them.
			for (let failing = 1; ; failing += 1 + (failing >> 1)) {
				const { hasFailed, outcome, chunks } = await readWithFailure(bytes, method, failing);
				if (!hasFailed) break;
				if (outcome?.ok === false) wrong.push(`Call ${failing}: it is called ${outcome.problem.code}.`);
				if (outcome?.ok !== true) continue;
				const isSame =
					JSON.stringify([factsOf(outcome), chunks]) ===
					JSON.stringify([factsOf(undisturbed.outcome), undisturbed.chunks]);
				if (!isSame)
					wrong.push(
						`Call ${failing}: it is complete, with other facts or text (${outcome.facts.warnings.join(" ")}).`,
					);
			}
			expect(wrong).toEqual([]);
		},
	);
});
