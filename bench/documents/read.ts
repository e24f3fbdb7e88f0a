import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FileDetails } from "../../src/protocol/http/reply.ts";
import { makeDocx, wordParagraph } from "../../test/fixtures/office.ts";
import { makePdf } from "../../test/fixtures/pdf.ts";
import { settled, storeFile } from "../../test/runtime/uploads/upload-helpers.ts";
import { openSession } from "../../test/support/server/client.ts";
import { followUntil } from "../../test/support/server/follow.ts";
import { freePort } from "../../test/support/server/free-port.ts";
import { watchHeap } from "../support/isolate-heap.ts";
import { figure, printMachine, printTable } from "../support/report.ts";
import { startDarkroom } from "../support/servers.ts";
import { LONG_DOCUMENTS, type LongDocument } from "./long-documents.ts";

/** Milliseconds within which the longest must be read. */
const WITHIN_MS = 900_000;

interface Measured {
	readonly seconds: number;
	/** The isolate's peak memory, garbage included: objects alone, and with buffers. */
	readonly objectsMiB: number;
	readonly peakMiB: number;
	/** The result, in a few words. */
	readonly outcome: string;
}

/** Stores the document, then reads it, on a server warmed up with two small documents. */
async function inTheActor(document: LongDocument, bytes: Uint8Array): Promise<Measured> {
	const inspectorPort = await freePort();
	const server = await startDarkroom({ inspectorPort });
	const heap = await watchHeap(inspectorPort);
	try {
		const session = await openSession(server.url);
		await storeFile(session, "warm.pdf", makePdf({ pages: [["Warm."]] }), "warm");
		await storeFile(session, "warm.docx", makeDocx(wordParagraph("Warm.")), "warm");
		await followUntil(session, settled(2));
		const n = await storeFile(session, document.name, bytes, "long");
		const began = performance.now();
		const { state } = await followUntil(session, settled(3), { within: WITHIN_MS });
		const seconds = (performance.now() - began) / 1000;
		const file = state.files.get(n);
		const { facts } = await session.json<FileDetails>(`/api/files/${n}`);
		const words = facts?.summary.find(({ name }) => name === "words")?.text ?? "no";
		const read = `${words} words in ${figure(file?.done ?? 0, 0)} chunks`;
		const outcome = [file?.problem?.detail ?? read, ...(facts?.warnings ?? [])].join(" ");
		return { seconds, objectsMiB: heap.objectsMiB, peakMiB: heap.peakMiB, outcome };
	} finally {
		heap.end();
		await server.stop();
	}
}

async function outside(path: string): Promise<Measured> {
	const script = join(import.meta.dirname, "outside.ts");
	const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", script, path]);
	const { chars, ...rest } = JSON.parse(stdout) as Omit<Measured, "outcome"> & { chars: number };
	return { ...rest, outcome: `${figure(chars, 0)} characters` };
}

const row = (
	what: string,
	bytes: number,
	pages: number,
	{ seconds, objectsMiB, peakMiB, outcome }: Measured,
): string[] => [
	what,
	figure(bytes / 1e6, 1),
	figure(seconds),
	figure(pages / seconds, 0),
	figure(objectsMiB, 0),
	figure(peakMiB, 0),
	outcome,
];

/** `DOCUMENTS=text.pdf` reads only that one. */
const chosen = (process.env.DOCUMENTS ?? "").split(",").filter((name) => name !== "");

printMachine();
const folder = mkdtempSync(join(tmpdir(), "darkroom-long-"));
try {
	const rows: string[][] = [];
	for (const document of LONG_DOCUMENTS) {
		if (chosen.length > 0 && !chosen.includes(document.name)) continue;
		const bytes = document.make();
		const path = join(folder, document.name);
		writeFileSync(path, bytes);
		rows.push(row(document.what, bytes.length, document.pages, await inTheActor(document, bytes)));
		rows.push(row("the same library alone", bytes.length, document.pages, await outside(path)));
		rmSync(path);
	}
	printTable(
		"Long documents, from the last stored byte to the last searchable chunk",
		["what", "MB", "seconds", "pages per second", "peak MiB of objects", "with buffers", "result"],
		rows,
	);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
