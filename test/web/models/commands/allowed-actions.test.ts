import { describe, expect, it } from "vitest";
import type { FileState } from "../../../../src/protocol/files/file-state.ts";
import {
	allowedActions,
	allowedBulkActions,
	primaryAction,
} from "../../../../web/models/commands/allowed-actions.ts";
import { counts } from "../../support/counts.ts";
import { fileView } from "../../support/views.ts";

const verbs = (actions: Readonly<Record<string, boolean>>) =>
	Object.keys(actions)
		.filter((verb) => actions[verb])
		.join(" ");

describe("the actions allowed for a file", () => {
	const table: Readonly<Record<FileState, string>> = {
		expected: "pause cancel",
		uploading: "pause cancel",
		queued: "pause cancel",
		processing: "cancel",
		retrying: "pause retry cancel",
		paused: "resume cancel",
		completed: "",
		failed: "retry",
		cancelled: "retry",
	};
	it.each(Object.entries(table))("that is %s: %s", (state, allowed) => {
		expect(verbs(allowedActions(fileView(1, { state: state as FileState }), false))).toBe(allowed);
	});

	it("include retry only if this page has the bytes that it failed to send", () => {
		const file = fileView(1, {}, { problem: { code: "unreadable", detail: "Gone." } });
		expect(verbs(allowedActions(file, false))).toBe("cancel");
		expect(verbs(allowedActions(file, true))).toBe("retry cancel");
	});

	it("are none before it has a number, and exclude pause if its bytes are missing", () => {
		expect(verbs(allowedActions(fileView(-1), true))).toBe("");
		expect(verbs(allowedActions(fileView(1, {}, { source: "missing" }), false))).toBe("cancel");
	});

	it("have a primary one", () => {
		expect(primaryAction(allowedActions(fileView(1, { state: "retrying" }), false))).toBe("retry");
		expect(primaryAction(allowedActions(fileView(1, { state: "paused" }), false))).toBe("resume");
		expect(primaryAction(allowedActions(fileView(1, { state: "completed" }), false))).toBeUndefined();
	});
});

describe("the actions allowed for many files", () => {
	it("are those that apply to some of them", () => {
		expect(verbs(allowedBulkActions(counts({ working: 3 })))).toBe("pause cancel");
		expect(verbs(allowedBulkActions(counts({ working: 3, paused: 2, failed: 1 })))).toBe(
			"pause resume retry cancel",
		);
		expect(verbs(allowedBulkActions(counts({ done: 9, failed: 1 })))).toBe("retry");
		expect(verbs(allowedBulkActions(counts({ wanted: 1 })))).toBe("cancel");
		expect(verbs(allowedBulkActions(counts({ done: 9 })))).toBe("");
	});

	it("are the same object if they are equal", () => {
		expect(allowedBulkActions(counts({ working: 3 }))).toBe(
			allowedBulkActions(counts({ working: 4, done: 2 })),
		);
	});
});
