import { describe, expect, it } from "vitest";
import type { FileState } from "../../../../src/protocol/files/file-state.ts";
import { firstOrder, ordersOf, ordersOfMany } from "../../../../web/models/commands/file-orders.ts";
import { counts } from "../../support/counts.ts";
import { view } from "../../support/views.ts";

const verbs = (orders: Readonly<Record<string, boolean>>) =>
	Object.keys(orders)
		.filter((verb) => orders[verb])
		.join(" ");

describe("what may be asked of a file", () => {
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
		expect(verbs(ordersOf(view(1, { state: state as FileState }), false))).toBe(allowed);
	});

	it("depends on its bytes where this page could not send it", () => {
		const file = view(1, {}, { problem: { code: "unreadable", detail: "Gone." } });
		expect(verbs(ordersOf(file, false))).toBe("cancel");
		expect(verbs(ordersOf(file, true))).toBe("retry cancel");
	});

	it("is nothing before it has a number, and no pause where its bytes are missing", () => {
		expect(verbs(ordersOf(view(-1), true))).toBe("");
		expect(verbs(ordersOf(view(1, {}, { bytes: "missing" }), false))).toBe("cancel");
	});

	it("has one first", () => {
		expect(firstOrder(ordersOf(view(1, { state: "retrying" }), false))).toBe("retry");
		expect(firstOrder(ordersOf(view(1, { state: "paused" }), false))).toBe("resume");
		expect(firstOrder(ordersOf(view(1, { state: "completed" }), false))).toBeUndefined();
	});
});

describe("what may be asked of many", () => {
	it("is what makes sense for some of them", () => {
		expect(verbs(ordersOfMany(counts({ working: 3 })))).toBe("pause cancel");
		expect(verbs(ordersOfMany(counts({ working: 3, paused: 2, failed: 1 })))).toBe(
			"pause resume retry cancel",
		);
		expect(verbs(ordersOfMany(counts({ done: 9, failed: 1 })))).toBe("retry");
		expect(verbs(ordersOfMany(counts({ wanted: 1 })))).toBe("cancel");
		expect(verbs(ordersOfMany(counts({ done: 9 })))).toBe("");
	});

	it("is the same object when it is the same answer", () => {
		expect(ordersOfMany(counts({ working: 3 }))).toBe(ordersOfMany(counts({ working: 4, done: 2 })));
	});
});
