import { describe, expect, test } from "vitest";
import { FileDesk } from "../../../src/actor/reading/file-resume-store.ts";
import { PausedError } from "../../../src/extract/resume-store.ts";
import { extractFile } from "../../../src/extract/run.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { TextTables } from "../../../src/session/store/text-tables.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { makeDocx, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";
import { sourceOf } from "../from-bytes.ts";

/** When the isolate dies: at the step of this number, before its transaction or in the middle of it. */
interface Death {
	readonly step: number;
	readonly when: "before" | "within";
}

/** One life of an isolate that reads file 1 of a session's rows. Gives the facts, or the stage in which it was killed. */
async function live(sql: MemorySql, bytes: Uint8Array, death?: Death): Promise<Facts | string> {
	let step = 0;
	const desk = new FileDesk({
		tables: new TextTables(sql),
		file: 1,
		until: Number.POSITIVE_INFINITY,
		now: () => 0,
		wanted: () => true,
		transaction(work) {
			step += 1;
			const dies = step === death?.step;
			if (dies && death.when === "before") throw new PausedError();
			sql.transaction(() => {
				work();
				if (dies) throw new PausedError();
			});
		},
	});
	let stage = "";
	const source = sourceOf(bytes);
	try {
		const { result } = await extractFile({ name: "file", source, now: () => 0, desk }, (reached) => {
			stage = reached.stage;
		});
		if (!result.ok) throw new Error(result.problem.detail);
		return { ...result.value, read: { bytes: 0, requests: 0 } };
	} catch (error) {
		// The one error that no reader swallows: the isolate is gone, and does nothing more.
		if (error instanceof PausedError) return stage;
		throw error;
	}
}

/** Everything that is kept of the text, and what the index finds. */
function kept(sql: MemorySql): unknown {
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

describe.each(DOCUMENTS)("%s whose reader is killed", (_what, bytes) => {
	test.each(["before", "within"] as const)("%s any of its steps comes to the same", async (when) => {
		const sound = new MemorySql();
		const facts = await live(sound, bytes);
		const stages = new Set<unknown>();
		for (let step = 1; ; step++) {
			const sql = new MemorySql();
			const killed = await live(sql, bytes, { step, when });
			// It has fewer steps than that, and came to its end.
			if (typeof killed !== "string") break;
			stages.add(killed);
			expect(await live(sql, bytes)).toEqual(facts);
			expect(kept(sql)).toEqual(kept(sound));
		}
		expect([...stages]).toEqual(["extracting", "chunking", "enriching", "indexing"]);
	});
});
