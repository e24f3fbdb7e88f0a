import { describe, expect, it } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { FILE_STATES, type FileState } from "../../../src/protocol/files/file-state.ts";
import { decideFile, type FileCommand } from "../../../src/session/rules/file-rules.ts";
import type { LinkCommand } from "../../../src/session/rules/link-rules.ts";

const PROBLEM = { code: "x", detail: "y" };
const FOUND = {
	stage: "complete",
	kind: "image",
	mime: "image/jpeg",
	fields: 3,
	took: 2,
	completeness: 1,
	confidence: 1,
	thumbnail: false,
} as const;

/** The commands of all files; those of links are in `link-rules.test.ts`. */
type AnyCommand = Exclude<FileCommand, LinkCommand>;

const COMMANDS: Record<AnyCommand["type"], AnyCommand> = {
	begin: { type: "begin" },
	store: { type: "store", size: 10, ticket: 7 },
	advance: { type: "advance", stored: 4 },
	release: { type: "release" },
	start: { type: "start" },
	progress: { type: "progress", stage: "extraction_start", progress: 20, kind: "image", mime: "image/jpeg" },
	suspend: { type: "suspend" },
	"read-again": { type: "read-again", ticket: 12 },
	complete: { type: "complete", found: FOUND },
	fail: { type: "fail", problem: PROBLEM, kind: "image", mime: "image/jpeg" },
	defer: { type: "defer", problem: PROBLEM, retryAt: 99 },
	hold: { type: "hold" },
	retry: { type: "retry", ticket: 8 },
	pause: { type: "pause" },
	resume: { type: "resume", ticket: 9 },
	cancel: { type: "cancel" },
	remove: { type: "remove" },
};

/**
 * The result of a command: a new state, `stays` (nothing to do), `moves on` (same state, other fields), `removed`, or a
 * refusal's code.
 */
type Expected = FileState | "stays" | "moves on" | "removed" | "already-stored" | "wrong-state";

/** Without and with bytes in storage. One entry: bytes make no difference. */
type Row = Record<AnyCommand["type"], Expected | readonly [Expected, Expected]>;

const NOT_BEING_READ = {
	progress: "wrong-state",
	suspend: "wrong-state",
	"read-again": "wrong-state",
	complete: "wrong-state",
	fail: "wrong-state",
	defer: "wrong-state",
	hold: "wrong-state",
} as const;

const TABLE: Record<FileState, Row> = {
	expected: {
		...NOT_BEING_READ,
		begin: ["uploading", "already-stored"],
		store: ["queued", "already-stored"],
		advance: ["moves on", "already-stored"],
		release: "stays",
		start: "wrong-state",
		retry: "stays",
		pause: "paused",
		resume: "stays",
		cancel: "cancelled",
		remove: "removed",
	},
	uploading: {
		...NOT_BEING_READ,
		begin: ["moves on", "already-stored"],
		store: ["queued", "already-stored"],
		advance: ["moves on", "already-stored"],
		release: "expected",
		start: "wrong-state",
		retry: "stays",
		pause: "paused",
		resume: "stays",
		cancel: "cancelled",
		remove: "removed",
	},
	queued: {
		...NOT_BEING_READ,
		hold: "moves on",
		begin: ["wrong-state", "already-stored"],
		store: ["wrong-state", "already-stored"],
		advance: ["wrong-state", "already-stored"],
		release: "stays",
		start: "processing",
		retry: "stays",
		pause: "paused",
		resume: "stays",
		cancel: "cancelled",
		remove: "removed",
	},
	processing: {
		begin: ["wrong-state", "already-stored"],
		store: ["wrong-state", "already-stored"],
		advance: ["wrong-state", "already-stored"],
		release: "stays",
		start: "wrong-state",
		progress: "moves on",
		suspend: "queued",
		"read-again": "wrong-state",
		complete: "completed",
		fail: "failed",
		defer: "retrying",
		hold: "wrong-state",
		retry: "stays",
		pause: "wrong-state",
		resume: "stays",
		cancel: "cancelled",
		remove: "removed",
	},
	retrying: {
		...NOT_BEING_READ,
		hold: "moves on",
		begin: ["wrong-state", "already-stored"],
		store: ["wrong-state", "already-stored"],
		advance: ["wrong-state", "already-stored"],
		release: "stays",
		start: "processing",
		retry: ["expected", "queued"],
		pause: "paused",
		resume: "stays",
		cancel: "cancelled",
		remove: "removed",
	},
	paused: {
		...NOT_BEING_READ,
		begin: ["wrong-state", "already-stored"],
		store: ["moves on", "already-stored"],
		advance: ["moves on", "already-stored"],
		release: "stays",
		start: "wrong-state",
		retry: "stays",
		pause: "stays",
		resume: ["expected", "queued"],
		cancel: "cancelled",
		remove: "removed",
	},
	completed: {
		...NOT_BEING_READ,
		"read-again": ["wrong-state", "queued"],
		begin: ["wrong-state", "already-stored"],
		store: ["wrong-state", "already-stored"],
		advance: ["wrong-state", "already-stored"],
		release: "stays",
		start: "wrong-state",
		retry: "stays",
		pause: "stays",
		resume: "stays",
		cancel: "wrong-state",
		remove: "removed",
	},
	failed: {
		...NOT_BEING_READ,
		begin: ["wrong-state", "already-stored"],
		store: ["wrong-state", "already-stored"],
		advance: ["wrong-state", "already-stored"],
		release: "stays",
		start: "wrong-state",
		retry: ["expected", "queued"],
		pause: "stays",
		resume: "stays",
		cancel: "cancelled",
		remove: "removed",
	},
	cancelled: {
		...NOT_BEING_READ,
		begin: ["wrong-state", "already-stored"],
		store: ["wrong-state", "already-stored"],
		advance: ["wrong-state", "already-stored"],
		release: "stays",
		start: "wrong-state",
		retry: ["expected", "queued"],
		pause: "stays",
		resume: "stays",
		cancel: "stays",
		remove: "removed",
	},
};

function fileIn(state: FileState, more: Partial<FileRecord> = {}): FileRecord {
	return {
		n: 1,
		batch: 1,
		name: "a.jpg",
		size: 10,
		state,
		progress: 10,
		attempt: 1,
		stored: 0,
		at: 0,
		...more,
	};
}

function outcome(command: AnyCommand, file: FileRecord, hasBytes: boolean): Expected {
	const decided = decideFile(command, { file, hasBytes });
	if (!decided.ok) return decided.problem.code as Expected;
	const patch = decided.value;
	if (patch.removed) return "removed";
	if (Object.keys(patch).length === 0) return "stays";
	return patch.state === undefined || patch.state === file.state ? "moves on" : patch.state;
}

const ROWS = FILE_STATES.flatMap((state) =>
	(Object.keys(COMMANDS) as AnyCommand["type"][]).flatMap((command) =>
		[false, true].map((hasBytes, index) => {
			const expected = TABLE[state][command];
			const wanted = typeof expected === "string" ? expected : expected[index];
			return { state, command, bytes: hasBytes ? "stored" : "absent", hasBytes, wanted };
		}),
	),
);

describe("the state of a file", () => {
	it.each(ROWS)("$state, bytes $bytes: $command → $wanted", ({ state, command, hasBytes, wanted }) => {
		expect(outcome(COMMANDS[command], fileIn(state), hasBytes)).toBe(wanted);
	});

	it("is failed instead of retrying once all attempts are used up", () => {
		expect(outcome(COMMANDS.defer, fileIn("processing", { attempt: 3 }), true)).toBe("failed");
	});

	it("counts an attempt before it starts", () => {
		const started = decideFile(COMMANDS.start, { file: fileIn("queued", { attempt: 1 }), hasBytes: true });
		expect(started).toMatchObject({ ok: true, value: { state: "processing", attempt: 2 } });
	});

	it("waits for its next turn in its old place, with all attempts left, when a turn ends", () => {
		const suspended = decideFile(COMMANDS.suspend, {
			file: fileIn("processing", { attempt: 2, ticket: 11 }),
			hasBytes: true,
		});
		expect(suspended).toEqual({ ok: true, value: { state: "queued", attempt: 0 } });
	});

	it("has all attempts again if something of it was saved before reading it failed", () => {
		const gained = decideFile(
			{ type: "defer", problem: PROBLEM, retryAt: 99, gained: true },
			{ file: fileIn("processing", { attempt: 3 }), hasBytes: true },
		);
		expect(gained).toEqual({
			ok: true,
			value: { state: "retrying", attempt: 0, problem: PROBLEM, retryAt: 99 },
		});
	});

	it("says that it waits for what could read it, unless it has an earlier problem", () => {
		const held = decideFile(COMMANDS.hold, { file: fileIn("queued"), hasBytes: true });
		expect(held).toMatchObject({ ok: true, value: { problem: { code: "extractor-silent" } } });
		const earlier = fileIn("retrying", { problem: { code: "interrupted", detail: "It was interrupted." } });
		expect(decideFile(COMMANDS.hold, { file: earlier, hasBytes: true })).toEqual({ ok: true, value: {} });
	});

	it("reports a step within a stage without repeating unchanged fields", () => {
		const step = {
			type: "progress",
			stage: "chunking",
			progress: 55,
			kind: "document",
			mime: "text/plain",
		} as const;
		const file = fileIn("processing", { kind: "document", mime: "text/plain", stage: "chunking", total: 20 });
		const decided = decideFile({ ...step, count: { done: 5, total: 20 } }, { file, hasBytes: true });
		expect(decided).toEqual({ ok: true, value: { progress: 55, done: 5 } });
	});

	it("drops a stage's count when the next stage has none", () => {
		const file = fileIn("processing", { stage: "indexing", done: 20, total: 20 });
		const decided = decideFile(COMMANDS.progress, { file, hasBytes: true });
		expect(decided).toMatchObject({ value: { stage: "extraction_start", done: null, total: null } });
	});

	it("starts over, with all attempts, when a user asks for it", () => {
		const again = decideFile(COMMANDS.retry, { file: fileIn("failed", { attempt: 3 }), hasBytes: true });
		expect(again).toMatchObject({
			ok: true,
			value: { state: "queued", attempt: 0, problem: null, progress: 10 },
		});
	});

	it("is never complete at less than 100 percent", () => {
		const done = decideFile(COMMANDS.complete, { file: fileIn("processing"), hasBytes: true });
		expect(done).toMatchObject({ ok: true, value: { state: "completed", progress: 100, stage: "complete" } });
	});
});
