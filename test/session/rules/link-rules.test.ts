import { describe, expect, it } from "vitest";
import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { FILE_STATES, type FileState } from "../../../src/protocol/files/file-state.ts";
import { decideFile } from "../../../src/session/rules/file-rules.ts";
import type { LinkCommand } from "../../../src/session/rules/link-rules.ts";

const PROBLEM = { code: "link-broken", detail: "The connection broke off." };

const COMMANDS: Record<LinkCommand["type"], LinkCommand> = {
	fetch: { type: "fetch", stored: 4 },
	"describe-link": { type: "describe-link", size: 10, name: "film.mp4", claimed: "video/mp4" },
	"fetch-failed": { type: "fetch-failed", problem: PROBLEM, retryAt: 99, gained: false },
};

type Expected = FileState | "moves on" | "wrong-state";

/** All other combinations are refused. */
const TABLE: Partial<Record<FileState, Partial<Record<LinkCommand["type"], Expected>>>> = {
	expected: { fetch: "uploading" },
	retrying: { fetch: "uploading" },
	uploading: { "describe-link": "moves on", "fetch-failed": "retrying" },
};

function linkIn(state: FileState, more: Partial<FileRecord> = {}): FileRecord {
	const base = { n: 1, batch: 1, name: "film", size: 0, progress: 0, attempt: 0, stored: 0, at: 0 };
	return { ...base, host: "example.com", state, ...more };
}

function outcome(command: LinkCommand, file: FileRecord, hasBytes = false): string {
	const decided = decideFile(command, { file, hasBytes });
	if (!decided.ok) return decided.problem.code;
	return decided.value.state ?? "moves on";
}

const ROWS = FILE_STATES.flatMap((state) =>
	(Object.keys(COMMANDS) as LinkCommand["type"][]).map((command) => {
		return { state, command, wanted: TABLE[state]?.[command] ?? "wrong-state" };
	}),
);

describe("a file from a link", () => {
	it.each(ROWS)("$state: $command → $wanted", ({ state, command, wanted }) => {
		expect(outcome(COMMANDS[command], linkIn(state))).toBe(wanted);
	});

	it.each(ROWS)("$state: an uploaded file refuses $command", ({ state, command }) => {
		const { host: _host, ...sent } = linkIn(state);
		expect(outcome(COMMANDS[command], sent)).toBe("wrong-state");
	});

	it("is not fetched again once its bytes are stored", () => {
		expect(outcome(COMMANDS.fetch, linkIn("retrying"), true)).toBe("wrong-state");
	});

	it("counts an attempt before it starts, and reports the bytes stored by an earlier one", () => {
		const decided = decideFile(COMMANDS.fetch, { file: linkIn("retrying", { attempt: 1 }), hasBytes: false });
		expect(decided).toMatchObject({
			value: { attempt: 2, stage: "url_validation", progress: 0, stored: 4, retryAt: null },
		});
	});

	it("fails when no attempt is left, or when a retry cannot help", () => {
		expect(outcome(COMMANDS["fetch-failed"], linkIn("uploading", { attempt: 3 }))).toBe("failed");
		const never: LinkCommand = { type: "fetch-failed", problem: PROBLEM, retryAt: null, gained: true };
		expect(outcome(never, linkIn("uploading", { attempt: 1 }))).toBe("failed");
	});

	it("gets all attempts back after one that made good progress", () => {
		const gained: LinkCommand = { type: "fetch-failed", problem: PROBLEM, retryAt: 99, gained: true };
		const decided = decideFile(gained, { file: linkIn("uploading", { attempt: 3 }), hasBytes: false });
		expect(decided).toMatchObject({ value: { state: "retrying", attempt: 0 } });
	});

	it("is read with its own attempts, without the fetch's problem", () => {
		const file = linkIn("uploading", { attempt: 2, problem: PROBLEM });
		const stored = decideFile({ type: "store", size: 10, ticket: 1 }, { file, hasBytes: false });
		expect(stored).toMatchObject({ value: { state: "queued", attempt: 0, problem: null } });
	});

	it("is fetched again when a user asks for it", () => {
		for (const state of ["failed", "retrying", "cancelled"] as const) {
			const again = decideFile({ type: "retry", ticket: 1 }, { file: linkIn(state), hasBytes: false });
			expect(again).toMatchObject({ value: { state: "expected" } });
		}
	});
});
