import { beforeEach, describe, expect, test } from "vitest";
import { processingStatusList, queueStatus } from "../../src/dialects/videos/job-message.ts";
import { QUEUE_STATUS, STATUS_ALL, videos } from "../../src/dialects/videos/messages.ts";
import { isOwnUser } from "../../src/dialects/videos/own-user.ts";
import type { Change } from "../../src/protocol/files/change.ts";
import { ReadingIndex } from "../../src/protocol/files/reading-index.ts";
import { apply, emptyState, type SessionState } from "../../src/protocol/stream/session-state.ts";

const NOW = Date.UTC(2026, 10, 21, 12);

let state: SessionState;
beforeEach(() => {
	state = { ...emptyState("epoch"), readingIndex: new ReadingIndex() };
	fold({ batch: 1, key: "mine" });
});

function fold(...changes: Change[]): Change[] {
	for (const change of changes) apply(state, change);
	return changes;
}

type Message = Record<string, unknown> & { type: string };
const parse = (texts: readonly string[]) => texts.map((text) => JSON.parse(text) as Message);
const translate = (...changes: Change[]) => parse(videos.translate("", fold(...changes), state, NOW));
const jobs = (messages: readonly Message[]) => messages.filter(({ type }) => type !== "queue_update");
const greeting = (missed?: readonly Change[]) => parse(videos.greet("", state, NOW, missed));
const poll = (question: string, missed?: readonly Change[]): unknown =>
	JSON.parse(videos.answer?.(question, state, NOW, () => missed) ?? "null");

const stored = (file: number, ticket = file) =>
	({
		file,
		batch: 1,
		name: `${file}.mp4`,
		size: 1000,
		type: "video/mp4",
		state: "queued",
		stage: "upload_complete",
		progress: 10,
		ticket,
		at: NOW,
	}) as const;

describe("a job", () => {
	test.for([
		["extraction_start", 20, "metadata_extraction"],
		["transcript_generation", 40, "transcript_generation"],
		["extraction_complete", 90, "data_storage"],
		["indexing", 95, "indexing"],
		["chunking", 50, "chunking"],
	] as const)("at %s is reported in the fields of the seed", ([stage, progress, name]) => {
		fold(stored(1));
		expect(translate({ file: 1, stage, progress })).toEqual([
			{
				type: "progress_update",
				jobId: "1",
				stage: name,
				progress,
				message: expect.stringMatching(/^[A-Z]/),
				estimatedCompletion: null,
				videoTitle: "1.mp4",
			},
		]);
	});

	test("that is done is reported once at 100 and once as complete", () => {
		fold(stored(1));
		const done = { file: 1, state: "completed", stage: "complete", progress: 100 } as const;
		const [last, complete, queue] = translate(done);
		expect(last).toMatchObject({ type: "progress_update", stage: "completed", progress: 100 });
		expect(complete).toEqual({ ...last, type: "processing_complete" });
		expect(queue).toMatchObject({ type: "queue_update", queueLength: 0, position: 0 });
	});

	test.for([
		[
			{ state: "failed", problem: { code: "unreadable", detail: "It holds no track." } },
			"It holds no track.",
		],
		[{ state: "cancelled" }, "The file was cancelled."],
	] as const)("that ends in %j is reported with the reason", ([change, error]) => {
		fold(stored(1));
		expect(translate({ file: 1, ...change })[0]).toMatchObject({
			type: "processing_error",
			jobId: "1",
			error,
			message: error,
			videoTitle: "1.mp4",
		});
	});

	test("that is retried says why and when", () => {
		fold(stored(1), { file: 1, state: "processing", attempt: 2 });
		const retryAt = NOW + 3000;
		const problem = { code: "storage-silent", detail: "The stored bytes could not be read just now." };
		expect(translate({ file: 1, state: "retrying", problem, retryAt })[0]).toMatchObject({
			type: "progress_update",
			error: problem.detail,
			message: "Try 2 failed. It is tried again at 2026-11-21T12:00:03.000Z.",
		});
	});

	test("that is announced, uploading or paused is reported as well", () => {
		const announced = { ...stored(1), state: "expected", stage: null, progress: 0, ticket: null } as const;
		expect(translate(announced)[0]).toMatchObject({
			type: "progress_update",
			stage: "expected",
			progress: 0,
		});
		expect(translate({ file: 1, state: "uploading" })[0]).toMatchObject({ stage: "uploading" });
		expect(translate({ file: 1, state: "paused" })[0]).toMatchObject({ message: "Paused" });
	});

	test("that was removed is not reported", () => {
		fold(stored(1));
		expect(jobs(translate({ file: 1, stage: "indexing", progress: 95 }, { file: 1, removed: true }))).toEqual(
			[],
		);
	});

	test("is expected to be done at the middle of its range", () => {
		fold(stored(1), stored(2));
		state.gauges = { timeLeft: { all: { from: 8000, to: 12000 }, queue: { from: 8000, to: 12000 } } };
		expect(translate({ file: 2, progress: 10, stage: "upload_complete" })[0]).toMatchObject({
			estimatedCompletion: "2026-11-21T12:00:10.000Z",
		});
	});
});

describe("the queue", () => {
	test("has positions in the order of tickets, and when each job will be done", () => {
		fold(stored(1, 5), stored(2, 3), stored(3, 4), { file: 1, state: "processing" });
		state.gauges = { timeLeft: { all: null, queue: { from: 9000, to: 9000 } } };
		expect(queueStatus.parse(poll(QUEUE_STATUS))).toEqual({
			position: 1,
			queueLength: 2,
			processing: 1,
			estimatedWait: 9,
			estimatedCompletion: "2026-11-21T12:00:09.000Z",
			jobs: [
				{ jobId: "2", position: 1, estimatedWait: 6 },
				{ jobId: "3", position: 2, estimatedWait: 9 },
			],
		});
	});

	test("is sent with its first jobs only, and answered in full", () => {
		const messages = translate(...Array.from({ length: 500 }, (_, index) => stored(index + 1)));
		expect(messages.at(-1)).toMatchObject({ type: "queue_update", queueLength: 500 });
		expect(messages.at(-1)?.jobs).toHaveLength(10);
		expect(queueStatus.parse(poll(QUEUE_STATUS)).jobs).toHaveLength(500);
	});

	test("is sent without looking at all the files that wait", () => {
		fold(...Array.from({ length: 5_000 }, (_, index) => stored(index + 1)));
		state.gauges = { timeLeft: { all: null, queue: { from: 9000, to: 9000 } } };
		const change = fold({ file: 1, state: "processing" }, { file: 4_000, stage: "upload_complete" });
		let looked = 0;
		const { get, values } = state.files;
		state.files.get = (n) => {
			looked += 1;
			return get.call(state.files, n);
		};
		state.files.values = () => {
			looked += state.files.size;
			return values.call(state.files);
		};
		const messages = parse(videos.translate("", change, state, NOW));
		expect(messages.map(({ type }) => type)).toEqual(["progress_update", "queue_update"]);
		expect(messages[1]).toMatchObject({ queueLength: 4_999, processing: 1 });
		expect(messages[1]?.jobs).toHaveLength(10);
		expect(looked).toBeLessThan(10);
	});

	test("is empty when nothing waits", () => {
		expect(poll(QUEUE_STATUS)).toEqual({
			position: 0,
			queueLength: 0,
			processing: 0,
			estimatedWait: null,
			estimatedCompletion: null,
			jobs: [],
		});
	});

	test("is sent when it changes, and not for every stage", () => {
		fold(stored(1));
		expect(translate({ file: 1, stage: "indexing", progress: 95 }).map(({ type }) => type)).toEqual([
			"progress_update",
		]);
		expect(translate({ file: 1, state: "processing" }).map(({ type }) => type)).toEqual(["queue_update"]);
	});
});

describe("a client that was away", () => {
	const DONE = { file: 1, state: "completed", stage: "complete", progress: 100 } as const;

	test("gets what it missed, in order, then the status of the other jobs", () => {
		fold(stored(1), stored(2), { file: 1, stage: "extraction_start", progress: 20 }, DONE);
		const missed: Change[] = [{ file: 1, stage: "extraction_start", progress: 20 }, DONE];
		expect(greeting(missed).map(({ type, jobId, stage }) => [type, jobId, stage])).toEqual([
			["progress_update", "1", "metadata_extraction"],
			["progress_update", "1", "completed"],
			["processing_complete", "1", "completed"],
			["progress_update", "2", "upload_complete"],
			["queue_update", undefined, undefined],
		]);
	});

	test("gets nothing that it had before", () => {
		fold(stored(1), DONE);
		expect(greeting([])).toEqual([]);
	});

	test("for longer than the journal reaches back gets the status of everything", () => {
		fold(stored(1), stored(2), DONE);
		expect(greeting().map(({ type, jobId }) => [type, jobId])).toEqual([
			["progress_update", "2"],
			["processing_complete", "1"],
			["queue_update", undefined],
		]);
	});

	test("for very long gets no more than the limit, active jobs first", () => {
		const many = Array.from({ length: 3000 }, (_, index) => stored(index + 1));
		fold(...many);
		const ended = many.map(({ file }) => ({ ...DONE, file })).slice(0, 2990);
		fold(...ended);
		const messages = jobs(greeting([...many, ...ended]));
		expect(messages).toHaveLength(1000);
		expect(messages.slice(0, 10).map(({ type }) => type)).toEqual(Array(10).fill("progress_update"));
		expect(messages[10]?.type).toBe("processing_complete");
	});

	test("and polls gets every active job, and what ended meanwhile", () => {
		fold(stored(1), stored(2), stored(3), DONE, { ...DONE, file: 3 });
		const list = processingStatusList.parse(poll(STATUS_ALL, [{ ...DONE, file: 3 }]));
		expect(list.map(({ type, jobId }) => [type, jobId])).toEqual([
			["progress_update", "2"],
			["processing_complete", "3"],
		]);
	});
});

describe("a client's messages", () => {
	test("are answered if they are pings, otherwise ignored", () => {
		expect(videos.reply('{"type":"ping"}', NOW)).toEqual(['{"type":"pong"}']);
		for (const text of ["", "{", "[]", '{"type":"other"}', "null"])
			expect(videos.reply(text, NOW)).toEqual([]);
	});

	test("are not needed to keep a socket open: there is no heartbeat, so a quiet session sleeps", () => {
		expect(videos.heartbeat).toBeUndefined();
	});

	test.for([
		["me", "abc", true],
		["me", undefined, true],
		["abc", "abc", true],
		["abd", "abc", false],
		["ME", "abc", false],
		["", undefined, false],
	] as const)("user_id %s is caller %s: %s", ([user, caller, isOwn]) => {
		expect(isOwnUser(user, caller)).toBe(isOwn);
	});
});
