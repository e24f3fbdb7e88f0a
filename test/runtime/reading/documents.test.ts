import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { extractFile } from "../../../src/extract/extract-file.ts";
import { MemoryResumeStore } from "../../../src/extract/resume-store.ts";
import type { FileChange } from "../../../src/protocol/files/change.ts";
import { isFileChange } from "../../../src/protocol/files/is-file-change.ts";
import type { BatchReply, FileDetails } from "../../../src/protocol/http/reply.ts";
import type { SearchReply } from "../../../src/protocol/http/search.ts";
import type { ChunksReply } from "../../../src/protocol/text/chunk.ts";
import { utf8 } from "../../fixtures/bytes.ts";
import { makeDocx, wordParagraph } from "../../fixtures/office.ts";
import { makePdf } from "../../fixtures/pdf.ts";
import { makePhoto } from "../../fixtures/photo.ts";
import { openSession, type TestSession } from "../../support/server/client.ts";
import { followUntil } from "../../support/server/follow.ts";
import { startServer, type TestServer } from "../../support/server/server.ts";
import { readSocket } from "../../support/server/socket.ts";
import { expectRefusal } from "../expect-problem.ts";
import { sendForm } from "../uploads/form-body.ts";
import { settled, storeFile } from "../uploads/upload-helpers.ts";

let server: TestServer;
let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "darkroom-documents-"));
	server = await startServer({ persistTo: folder, inspect: true });
});
afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

const search = (session: TestSession, query: string) =>
	session.json<SearchReply>(`/api/session/search?${new URLSearchParams({ q: query })}`);

const PDF = makePdf({
	pages: [["The first page is about whales."], ["The second page is about zebras."]],
	packed: true,
});
const DOCX = makeDocx(
	[wordParagraph("Terms", "berschrift1"), wordParagraph("Zebras pay before delivery.")].join(""),
);

test("documents are read along with photos, step by step, and can then be searched", async () => {
	const session = await openSession(server.url);
	const files = [
		{ name: "animals.pdf", bytes: PDF },
		makePhoto(1),
		{ name: "terms.docx", bytes: DOCX },
		{ name: "note.md", bytes: utf8("# Note\n\nNothing about animals.\n") },
	];
	await sendForm(session, "drop", files);
	const reader = await followUntil(session, settled(4));
	expect(reader.state.totals.states.completed).toBe(4);
	const pdf = reader.state.files.get(1);
	expect(pdf).toMatchObject({ kind: "document", stage: "completed", progress: 100, done: 2, total: 2 });

	const { facts } = await session.json<FileDetails>("/api/files/1");
	expect(facts?.summary.find(({ name }) => name === "pages")?.value).toBe(2);
	const { total, chunks } = await session.json<ChunksReply>("/api/files/1/chunks");
	expect([total, chunks.map(({ text, place }) => [text, place])]).toEqual([
		2,
		[
			["The first page is about whales.\n", { page: 1 }],
			["The second page is about zebras.\n", { page: 2 }],
		],
	]);
	const lines = (await (await session.fetch("/api/files/1/chunks.jsonl")).text()).trim().split("\n");
	expect(lines.map((line) => JSON.parse(line))).toEqual(chunks);

	const zebras = await search(session, "zebra");
	expect(zebras.hits.map(({ name, place }) => [name, place]).sort()).toEqual([
		["animals.pdf", { page: 2 }],
		["terms.docx", { headings: ["Terms"] }],
	]);
	const photo = await search(session, "darkroom fixtures");
	expect(photo.hits.map(({ file, kind, place }) => [file, kind, place])).toEqual([[2, "image", {}]]);
	await expectRefusal(await session.fetch('/api/session/search?q="open'), 400, "malformed");
	await expectRefusal(await session.fetch("/api/session/search?q=***"), 400, "malformed");

	expect((await session.fetch("/api/files/1", { method: "DELETE" })).status).toBe(204);
	expect((await search(session, "zebra")).hits.map(({ name }) => name)).toEqual(["terms.docx"]);
	expect((await session.fetch("/api/batches/drop", { method: "DELETE" })).status).toBe(204);
	expect((await search(session, "fixtures OR zebra")).hits).toEqual([]);
	for (const table of ["facts", "readings", "texts", "chunks"])
		expect(await server.sql(session.id, `SELECT * FROM ${table}`)).toEqual([]);
	expect((await session.fetch("/api/session", { method: "DELETE" })).status).toBe(204);
	const tables = "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'";
	expect(await server.sql(session.id, tables)).toEqual([]);
});

test("the stages of a document are reported one by one, and each counts up to its end", async () => {
	const session = await openSession(server.url);
	const socket = await readSocket(session, session.cursor);
	await storeFile(
		session,
		"pages.pdf",
		makePdf({ pages: Array.from({ length: 12 }, (_, page) => [`Page ${page}.`]) }),
	);
	const changes: FileChange[] = [];
	for await (const message of socket) {
		if (message.type === "frame") changes.push(...message.changes.filter(isFileChange));
		if (changes.at(-1)?.state === "completed") break;
	}
	socket.cut();
	const stages = changes.flatMap(({ stage }) => (typeof stage === "string" ? [stage] : []));
	expect(stages).toEqual(["upload_complete", "extracting", "chunking", "enriching", "indexing", "completed"]);
	const counts = changes.flatMap(({ done }) => (typeof done === "number" ? [done] : []));
	const once = Array.from({ length: 13 }, (_, done) => done);
	expect(counts).toEqual([...once, ...once, ...once, ...once]);
});

test("a batch sets the chunk options of its documents, in its manifest or in a form", async () => {
	const session = await openSession(server.url);
	const bytes = utf8("The keeper of the lamp writes the hour into his book. ".repeat(60));
	const chunks = { size: 64, overlap: 8 };
	await session.post("/api/batches/small", { files: [{ name: "a.txt", size: bytes.length }], chunks });
	expect((await session.fetch("/api/files/1", { method: "PUT", body: bytes as BodyInit })).status).toBe(201);
	const form = new FormData();
	form.append("chunk_size", "1000");
	form.append("files", new Blob([bytes as BlobPart]), "b.txt");
	const sent = await session.fetch("/api/batches/large/files", { method: "POST", body: form });
	expect(sent.status).toBe(200);
	await followUntil(session, settled(2));
	const [small, large] = await Promise.all(
		[1, 2].map((n) => session.json<ChunksReply>(`/api/files/${n}/chunks`)),
	);
	expect(small?.chunks.every(({ tokens }) => tokens <= 64)).toBe(true);
	expect([small?.total, large?.total]).toEqual([15, 1]);
	expect((await session.json<BatchReply>("/api/batches/small")).batch.chunks).toEqual(chunks);
	const refused = { files: [{ name: "c.txt", size: 1 }], chunks: { size: 64, overlap: 33 } };
	const answer = await session.fetch("/api/batches/none", { method: "POST", body: JSON.stringify(refused) });
	expect((await expectRefusal(answer, 400, "malformed")).detail).toMatch(/half of size/);
});

const LONG = utf8(
	Array.from(
		{ length: 1500 },
		(_, index) => `# Part ${index}\n\n${`Sentence ${index} of a long text. `.repeat(30)}`,
	).join("\n\n"),
);

test("a long document that was being read when the machine died resumes where it stopped", async () => {
	const resumeStore = new MemoryResumeStore();
	const source = {
		size: LONG.length,
		read: async (at: number, length: number) => LONG.slice(at, at + length),
	};
	await extractFile({ name: "long.md", source, now: () => 0, resumeStore }, () => {});
	const whole = await resumeStore.chunks(0, Number.POSITIVE_INFINITY);

	const session = await openSession(server.url);
	await storeFile(session, "long.md", LONG);
	const isUnderWay = (stage = "upload_complete") => !/^(upload_complete|extracting)$/.test(stage);
	const before = await followUntil(session, ({ files }) => isUnderWay(files.get(1)?.stage));
	const known = before.frames.length;
	await server.kill();
	await server.restart();
	const { state, frames } = await followUntil(session, settled(1), { reader: before });
	expect(state.files.get(1)).toMatchObject({ state: "completed", done: whole.length, total: whole.length });
	const after = frames
		.slice(known)
		.flatMap(({ reset, changes }) => (reset ? [] : changes.filter(isFileChange)));
	expect(after.filter(({ stage }) => stage === "extracting")).toEqual([]);

	const chunks: ChunksReply["chunks"] = [];
	while (chunks.length < whole.length) {
		const page = await session.json<ChunksReply>(`/api/files/1/chunks?from=${chunks.length}`);
		expect(page.chunks.length).toBeGreaterThan(0);
		chunks.push(...page.chunks);
	}
	expect(chunks).toEqual(whole);
	const [hit] = (await search(session, '"Sentence 1499"')).hits;
	expect(hit?.place).toEqual({ headings: ["Part 1499"] });
	const twice = "SELECT count(*) AS rows FROM search WHERE search MATCH '\"Part 7\"'";
	const [{ rows = 0 } = {}] = await server.sql<{ rows: number }>(session.id, twice);
	expect(rows).toBe(
		whole.filter(({ text, place }) => /Part 7\b/.test(text + (place.headings ?? []).join())).length,
	);
});

test("reading stops when its document is removed, and leaves no row", async () => {
	const session = await openSession(server.url);
	await storeFile(session, "long.md", LONG);
	expect((await session.fetch("/api/files/1", { method: "DELETE" })).status).toBe(204);
	await storeFile(session, "after.txt", "Another file is read after it.", "next");
	await followUntil(session, ({ files }) => files.get(2)?.state === "completed");
	expect(await server.sql(session.id, "SELECT n FROM readings")).toEqual([{ n: 2 }]);
	const rows = "SELECT count(*) AS rows FROM chunks WHERE id < 131072";
	expect(await server.sql(session.id, rows)).toEqual([{ rows: 0 }]);
});
