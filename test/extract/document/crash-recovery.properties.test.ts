import { describe, expect, test } from "vitest";
import { FileResumeStore } from "../../../src/actor/reading/file-resume-store.ts";
import { extractFile } from "../../../src/extract/extract-file.ts";
import { PausedError } from "../../../src/extract/resume-store.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { TextTables } from "../../../src/session/store/text-tables.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { makeDocx, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { sourceOf } from "../from-bytes.ts";

/** When the isolate crashes: at the checkpoint of this number, before its transaction or within it. */
interface Crash {
	readonly checkpoint: number;
	readonly when: "before" | "within";
}

/** Extracts file 1 of a session, up to a crash. Returns the facts, or the stage in which it crashed. */
async function extractUntil(sql: MemorySql, bytes: Uint8Array, crash?: Crash): Promise<Facts | string> {
	let checkpoint = 0;
	const resumeStore = new FileResumeStore({
		tables: new TextTables(sql),
		file: 1,
		until: Number.POSITIVE_INFINITY,
		now: () => 0,
		isWanted: () => true,
		transaction(work) {
			checkpoint += 1;
			const crashes = checkpoint === crash?.checkpoint;
			if (crashes && crash.when === "before") throw new PausedError();
			sql.transaction(() => {
				work();
				if (crashes) throw new PausedError();
			});
		},
	});
	let stage = "";
	const source = sourceOf(bytes);
	try {
		const { result } = await extractFile({ name: "file", source, now: () => 0, resumeStore }, (reached) => {
			stage = reached.stage;
		});
		if (!result.ok) throw new Error(result.problem.detail);
		return { ...result.value, read: { bytes: 0, requests: 0 } };
	} catch (error) {
		// The only error that no reader swallows, so it stands for a crash.
		if (error instanceof PausedError) return stage;
		throw error;
	}
}

/** Everything that is stored of the text, and what the index finds. */
function storedText(sql: MemorySql): unknown {
	return {
		chunks: sql.exec("SELECT * FROM chunks ORDER BY id"),
		texts: sql.exec("SELECT * FROM texts"),
		found: sql.exec("SELECT rowid FROM search WHERE search MATCH 'sentence' ORDER BY rowid"),
		indexed: sql.exec("SELECT count(*) AS rows FROM search_docsize"),
	};
}

const LONG = "A sentence of the long text that fills a paragraph. ".repeat(30).trim();

const DOCUMENTS: readonly (readonly [what: string, bytes: Uint8Array])[] = [
	["a PDF", makePdf({ pages: Array.from({ length: 30 }, (_, page) => [`Page ${page}.`, "A sentence."]) })],
	["a Word file", makeDocx(Array.from({ length: 50 }, (_, at) => wordParagraph(`${at}. ${LONG}`)).join(""))],
	["a text", utf8(Array.from({ length: 50 }, (_, at) => `# ${at}\n\n${LONG}`).join("\n\n"))],
];

describe.each(DOCUMENTS)("%s whose extraction crashes", (_what, bytes) => {
	test.each(["before", "within"] as const)("%s any checkpoint ends with the same result", async (when) => {
		const undisturbed = new MemorySql();
		const facts = await extractUntil(undisturbed, bytes);
		const stages = new Set<unknown>();
		for (let checkpoint = 1; ; checkpoint++) {
			const sql = new MemorySql();
			const crashed = await extractUntil(sql, bytes, { checkpoint, when });
			// There are fewer checkpoints, so it did not crash.
			if (typeof crashed !== "string") break;
			stages.add(crashed);
			expect(await extractUntil(sql, bytes)).toEqual(facts);
			expect(storedText(sql)).toEqual(storedText(undisturbed));
		}
		expect([...stages]).toEqual(["extracting", "chunking", "enriching", "indexing"]);
	});
});
