import { beforeEach, describe, expect, test } from "vitest";
import { documents, LIST_UPLOADS } from "../../src/dialects/documents/messages.ts";
import { uploadKey } from "../../src/dialects/documents/upload-key.ts";
import type { UploadList, UploadMessage } from "../../src/dialects/documents/upload-message.ts";
import { uploadMessage } from "../../src/dialects/documents/upload-message.ts";
import type { Change } from "../../src/protocol/files/change.ts";
import { apply, emptyState, type SessionState } from "../../src/protocol/stream/session-state.ts";
import { property } from "../support/seed.ts";

const NOW = Date.UTC(2025, 11, 28, 4, 26, 10, 123);
const KEY = uploadKey("f47ac10b-58cc-4372-a567-0e02b2c3d479");

let state: SessionState;
beforeEach(() => {
	state = emptyState("epoch");
	for (const change of [
		{ batch: 1, key: KEY, at: NOW },
		{ batch: 2, key: "other", at: NOW },
	])
		apply(state, change);
});

const stored = (file: number, batch = 1): Change => ({
	file,
	batch,
	name: `${file}.pdf`,
	path: `papers/${file}.pdf`,
	size: 10,
	state: "queued",
	stage: "upload_complete",
	progress: 10,
	at: NOW,
});

function translate(...changes: Change[]): UploadMessage[] {
	for (const change of changes) apply(state, change);
	return documents.translate(KEY, changes, state, NOW).map((text) => uploadMessage.parse(JSON.parse(text)));
}

const greeting = (now = NOW): UploadMessage[] =>
	documents.greet(KEY, state, now).map((text) => JSON.parse(text));

/** The changes of one document with `chunks` chunks, as the session makes them: each names only what is new. */
function work(file: number, chunks: number): Change[] {
	const changes: Change[] = [{ file, state: "processing", attempt: 1 }];
	let progress = 10;
	for (const stage of ["extracting", "chunking", "enriching", "indexing"]) {
		const total = stage === "extracting" ? 2 : chunks;
		const repeated = stage === "enriching" || stage === "indexing";
		changes.push({ file, stage, progress, done: 0, ...(!repeated && { total }) });
		for (let done = 1; done <= total; done++) {
			progress += 20 / total;
			changes.push({ file, progress: Math.floor(progress * 10) / 10, done });
		}
	}
	return [...changes, { file, state: "completed", stage: "completed", progress: 100 }];
}

describe("an upload of one document", () => {
	test("is reported in the seed's fields and no others", () => {
		translate(stored(1));
		translate(
			{ file: 1, state: "processing" },
			{ file: 1, stage: "chunking", progress: 50, done: 0, total: 20 },
		);
		expect(translate({ file: 1, progress: 52.5, done: 5 })).toEqual([
			{
				upload_id: KEY,
				status: "chunking",
				progress_percent: 52.5,
				current_chunk: 5,
				total_chunks: 20,
				message: "Chunking documents...",
				timestamp: "2025-12-28T04:26:10.123000+00:00",
			},
		]);
	});

	test("goes through the states in order, chunk by chunk, however its changes are grouped into ticks", async () => {
		const expected = [
			...[0, 1, 2].map(() => "extracting 0/0"),
			...["chunking", "enriching", "indexing"].flatMap((step) =>
				[0, 1, 2, 3].map((done) => `${step} ${done}/3`),
			),
			"completed 3/3",
		];
		await property(50, (chance) => {
			state = emptyState("epoch");
			apply(state, { batch: 1, key: KEY, at: NOW });
			const first = translate(stored(1));
			expect(first.map(({ status }) => status)).toEqual(["received"]);
			const changes = work(1, 3);
			const received: UploadMessage[] = [];
			while (changes.length > 0)
				received.push(...translate(...changes.splice(0, 1 + chance.below(changes.length))));
			expect(
				received.map(
					({ status, current_chunk, total_chunks }) => `${status} ${current_chunk}/${total_chunks}`,
				),
			).toEqual(expected);
			const percents = received.map(({ progress_percent }) => progress_percent);
			expect(percents).toEqual([...percents].sort((a, b) => a - b));
		});
	});

	test("reports why it failed, and that it was cancelled", () => {
		translate(stored(1));
		const problem = { code: "encrypted", detail: "This PDF document is encrypted." };
		const [failed] = translate({ file: 1, state: "failed", problem });
		expect(failed).toMatchObject({
			status: "failed",
			message: "Processing error: This PDF document is encrypted.",
		});
		const [cancelled] = translate({ file: 1, state: "cancelled", problem: null });
		expect(cancelled).toMatchObject({
			status: "failed",
			message: "Processing error: The upload was cancelled.",
		});
	});
});

describe("an upload of several documents", () => {
	test("adds up their chunks and ends when the last one does", () => {
		translate(stored(1), stored(2));
		const [received] = translate(...work(1, 3)).slice(-1);
		expect(received).toMatchObject({
			status: "extracting",
			progress_percent: 55,
			current_chunk: 3,
			total_chunks: 3,
		});
		expect(documents.isFinished?.(KEY, state)).toBe(false);
		const last = translate(...work(2, 5)).at(-1);
		expect(last).toMatchObject({
			status: "completed",
			progress_percent: 100,
			current_chunk: 8,
			total_chunks: 8,
			message: "Successfully processed 2 documents",
		});
		expect(documents.isFinished?.(KEY, state)).toBe(true);
	});

	test("is completed when one document is, and says what happened to the other", () => {
		translate(stored(1), stored(2), ...work(1, 1));
		const problem = { code: "encrypted", detail: "It is encrypted." };
		expect(translate({ file: 2, state: "failed", problem })).toMatchObject([
			{ status: "completed", message: "Successfully processed 1 of 2 documents. It is encrypted." },
		]);
	});

	test("does not report other batches", () => {
		expect(translate(stored(9, 2), ...work(9, 2))).toEqual([]);
	});
});

describe("a greeting", () => {
	test("reports the upload's status until five minutes after its end", () => {
		translate(stored(1), ...work(1, 2));
		expect(greeting()).toMatchObject([{ status: "completed", current_chunk: 2 }]);
		expect(greeting(NOW + 5 * 60_000 - 1)).toMatchObject([{ status: "completed" }]);
		expect(greeting(NOW + 5 * 60_000)).toMatchObject([
			{ status: "failed", message: expect.stringMatching(/GET \/upload/) },
		]);
	});

	test("of an unknown upload says so, and the upload counts as finished", () => {
		const unknown = uploadKey("00000000-0000-4000-8000-000000000000");
		const [message] = documents
			.greet(unknown, state, NOW)
			.map((text) => uploadMessage.parse(JSON.parse(text)));
		expect(message).toMatchObject({ upload_id: unknown, status: "failed" });
		expect(documents.isFinished?.(unknown, state)).toBe(true);
	});
});

test("the list of uploads keeps what the socket no longer reports", () => {
	translate(stored(1), ...work(1, 2), stored(2, 2));
	const { uploads } = JSON.parse(
		documents.answer?.(LIST_UPLOADS, state, NOW + 1e9, () => []) ?? "",
	) as UploadList;
	expect(uploads).toEqual([
		{
			upload_id: KEY,
			collection_name: "papers",
			status: "completed",
			progress_percent: 100,
			documents: 1,
			failed_documents: 0,
			total_chunks: 2,
			received_at: "2025-12-28T04:26:10.123Z",
			changed_at: "2025-12-28T04:26:10.123Z",
		},
	]);
});
