import { describe, expect, test } from "vitest";
import type { FileUpdate, UpdateReply } from "../../../src/extractor/contract.ts";
import { UPDATE_MS } from "../../../src/extractor/limits.ts";
import { readJobs } from "../../../src/extractor/read-jobs.ts";
import type { Facts } from "../../../src/protocol/files/facts.ts";
import { MemoryHost, readJobsDeps } from "../../extractor/memory-host.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { makeDocx, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { MemorySql } from "../../support/fakes/memory-sql.ts";

/** When everything crashes: at the report of this number, before its transaction, within it, or after it before the answer. */
interface Crash {
	readonly report: number;
	readonly when: "before" | "within" | "after";
}

/** A session that crashes, and answers nothing after that. */
class CrashingHost extends MemoryHost {
	/** The stage in which it crashed. */
	crashedIn: string | undefined;
	readonly #crash: Crash | undefined;
	#reports = 0;
	#stage = "";

	constructor(bytes: Uint8Array, sql: MemorySql, crash: Crash | undefined) {
		super([[1, bytes]], sql);
		this.#crash = crash;
	}

	override async begin(files: readonly number[]): Promise<readonly number[]> {
		this.#check();
		return super.begin(files);
	}

	override async read(file: number, offset: number, length: number): Promise<Uint8Array> {
		this.#check();
		return super.read(file, offset, length);
	}

	override async textBatch(file: number, index: number) {
		this.#check();
		return super.textBatch(file, index);
	}

	override async chunks(file: number, from: number, count: number) {
		this.#check();
		return super.chunks(file, from, count);
	}

	override async update(updates: readonly FileUpdate[]): Promise<UpdateReply> {
		this.#check();
		this.#reports += 1;
		const stages = updates.flatMap(({ events }) =>
			events.flatMap((event) => ("stage" in event ? [event.stage] : [])),
		);
		this.#stage = stages.at(-1)?.stage ?? this.#stage;
		if (this.#crashes("before")) this.#die();
		const reply = await super.update(updates);
		if (this.#crashes("after")) this.#die();
		return reply;
	}

	protected override save(updates: readonly FileUpdate[]): void {
		super.save(updates);
		if (this.#crashes("within")) this.#die();
	}

	#crashes(when: Crash["when"]): boolean {
		return this.#crash?.report === this.#reports && this.#crash.when === when;
	}

	#die(): never {
		this.crashedIn = this.#stage;
		throw new Error("Crashed.");
	}

	#check(): void {
		if (this.crashedIn !== undefined) throw new Error("It has crashed before.");
	}
}

/** Reads file 1 of a session, up to a crash. Returns the facts, or the stage in which it crashed. */
async function readUntil(sql: MemorySql, bytes: Uint8Array, crash?: Crash): Promise<Facts | string> {
	const host = new CrashingHost(bytes, sql, crash);
	let time = 0;
	// Each look at the clock is late enough for a report, so that every pause reports.
	const now = () => {
		time += UPDATE_MS;
		return time;
	};
	const reading = readJobs(host.call({ milliseconds: Number.MAX_SAFE_INTEGER }), host, readJobsDeps({ now }));
	if (crash) await reading.catch(() => {});
	else await reading;
	if (host.crashedIn !== undefined) return host.crashedIn;
	const outcome = host.outcomes().at(-1)?.outcome;
	if (outcome?.ok !== true) throw new Error(`It ended with ${JSON.stringify(outcome)}.`);
	return { ...outcome.facts, read: { bytes: 0, requests: 0 } };
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
	test.each(["before", "within", "after"] as const)(
		"%s any report ends with the same result",
		async (when) => {
			const undisturbed = new MemorySql();
			const facts = await readUntil(undisturbed, bytes);
			const stages = new Set<unknown>();
			for (let report = 1; ; report++) {
				const sql = new MemorySql();
				const crashed = await readUntil(sql, bytes, { report, when });
				// There are fewer reports, so it did not crash.
				if (typeof crashed !== "string") break;
				stages.add(crashed);
				expect(await readUntil(sql, bytes)).toEqual(facts);
				expect(storedText(sql)).toEqual(storedText(undisturbed));
			}
			expect([...stages]).toEqual(["extracting", "chunking", "enriching", "indexing"]);
		},
	);
});
