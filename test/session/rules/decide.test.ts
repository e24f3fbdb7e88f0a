import { describe, expect, it } from "vitest";
import type { Command } from "../../../src/session/rules/command.ts";
import { emptyModel, type Model } from "../../../src/session/state/model.ts";
import { entry, execute } from "./decide-and-fold.ts";

function announced(...names: string[]): Model {
	const model = emptyModel("epoch");
	execute(model, { type: "announce", key: "drop", entries: names.map((name) => entry(name)), hash: "h" });
	return model;
}

const arrives = (file: number, object: string, size = 10): Command => ({
	type: "store",
	arrivals: [{ object, size, to: { file } }],
});

describe("a manifest", () => {
	it("numbers its files in order, duplicates included", () => {
		const model = emptyModel("epoch");
		const entries = [entry("a.jpg"), entry("a.jpg"), entry("empty", 0)];
		expect(execute(model, { type: "announce", key: "drop", entries, hash: "h" })).toEqual([1, 2, 3]);
		expect([...model.state.files.values()].map(({ state }) => state)).toEqual([
			"expected",
			"expected",
			"expected",
		]);
	});

	it("returns the same numbers when it is repeated, and new ones when it differs", () => {
		const model = announced("a.jpg", "b.jpg");
		const entries = [entry("a.jpg"), entry("b.jpg")];
		expect(execute(model, { type: "announce", key: "drop", entries, hash: "h" })).toEqual([1, 2]);
		expect(model.state.files.size).toBe(2);
		expect(
			execute(model, { type: "announce", key: "drop", entries: [entry("c.jpg")], hash: "other" }),
		).toEqual([3]);
	});

	it("returns new numbers when some of its files have been removed", () => {
		const model = announced("a.jpg", "b.jpg");
		execute(model, { type: "remove", target: { file: 1 } });
		const entries = [entry("a.jpg"), entry("b.jpg")];
		expect(execute(model, { type: "announce", key: "drop", entries, hash: "h" })).toEqual([3, 4]);
	});
});

describe("arriving bytes", () => {
	it("queue their file", () => {
		const model = announced("a.jpg");
		expect(execute(model, arrives(1, "object"))).toEqual([1]);
		expect(model.state.files.get(1)).toMatchObject({
			state: "queued",
			stored: 10,
			progress: 10,
			stage: "upload_complete",
		});
		expect(model.objects.get(1)).toBe("object");
	});

	it("are refused a second time, and the first ones stay", () => {
		const model = announced("a.jpg");
		execute(model, arrives(1, "first"));
		expect(execute(model, arrives(1, "second"))).toEqual(["already-stored"]);
		expect(model.objects.get(1)).toBe("first");
	});

	it.each([
		[9, "body-too-short"],
		[11, "body-too-long"],
	])("are refused when they are %i of 10", (size, code) => {
		expect(execute(announced("a.jpg"), arrives(1, "object", size))).toEqual([code]);
	});

	it("are refused for a number that was not announced", () => {
		expect(execute(announced("a.jpg"), arrives(2, "object"))).toEqual(["not-found"]);
	});

	it("are stored once when a form has the same number twice", () => {
		const model = announced("a.jpg");
		const arrivals = ["x", "y"].map((object) => ({ object, size: 10, to: { file: 1 } }));
		expect(execute(model, { type: "store", arrivals })).toEqual([1, "already-stored"]);
	});

	it("without a number become a new file of the batch", () => {
		const model = emptyModel("epoch");
		const to = { key: "upload", entry: entry("a.jpg") };
		expect(execute(model, { type: "store", arrivals: [{ object: "x", size: 10, to }] })).toEqual([1]);
		expect(model.state.files.get(1)).toMatchObject({ name: "a.jpg", state: "queued", batch: 1 });
	});

	it("without a number match announced files by name and size, each once", () => {
		const model = announced("a.jpg", "a.jpg", "b.jpg");
		const to = { key: "drop", entry: entry("a.jpg") };
		const arrivals = ["x", "y", "z"].map((object) => ({ object, size: 10, to }));
		expect(execute(model, { type: "store", arrivals })).toEqual([1, 2, 4]);
	});

	it("are refused from an upload that another one has replaced", () => {
		const model = announced("a.jpg");
		execute(model, { type: "begin", file: 1, object: "slow" });
		execute(model, { type: "begin", file: 1, object: "fast" });
		expect(execute(model, arrives(1, "slow"))).toEqual(["wrong-state"]);
		expect(execute(model, arrives(1, "fast"))).toEqual([1]);
	});
});

describe("an interrupted upload", () => {
	it("leaves its file expected", () => {
		const model = announced("a.jpg");
		execute(model, { type: "begin", file: 1, object: "x" });
		execute(model, { type: "release", file: 1, object: "x" });
		expect(model.state.files.get(1)?.state).toBe("expected");
		expect(model.incoming.size).toBe(0);
	});

	it("does not affect the upload that replaced it", () => {
		const model = announced("a.jpg");
		execute(model, { type: "begin", file: 1, object: "x" });
		execute(model, { type: "begin", file: 1, object: "y" });
		execute(model, { type: "release", file: 1, object: "x" });
		expect(model.state.files.get(1)?.state).toBe("uploading");
	});
});

describe("the order of work", () => {
	it("alternates between batches, however many files each has", () => {
		const model = emptyModel("epoch");
		const bring = (key: string, count: number) => {
			const to = { key, entry: entry("x") };
			const arrivals = Array.from({ length: count }, (_, index) => ({
				object: `${key}${index}`,
				size: 10,
				to,
			}));
			execute(model, { type: "store", arrivals });
		};
		bring("large", 100);
		bring("small", 2);
		const small = [...model.state.files.values()].filter(({ batch }) => batch === 2);
		expect(small.map(({ ticket }) => ticket)).toEqual([1, 2]);
	});

	it("does not let a later batch overtake files whose turn has come", () => {
		const model = emptyModel("epoch");
		const to = { key: "first", entry: entry("x") };
		execute(model, {
			type: "store",
			arrivals: Array.from({ length: 5 }, (_, i) => ({ object: `${i}`, size: 10, to })),
		});
		execute(model, { type: "start", files: [1, 2, 3] });
		execute(model, {
			type: "store",
			arrivals: [{ object: "late", size: 10, to: { key: "second", entry: entry("y") } }],
		});
		expect(model.state.files.get(6)?.ticket).toBe(4);
	});
});

describe("a user's commands", () => {
	it("apply to every file they can, and can be repeated", () => {
		const model = announced("a.jpg", "b.jpg", "c.jpg");
		execute(model, arrives(1, "x"));
		expect(execute(model, { type: "verb", verb: "pause", target: "session" })).toEqual([1, 2, 3]);
		expect(execute(model, { type: "verb", verb: "pause", target: "session" })).toEqual([]);
		expect(execute(model, { type: "verb", verb: "resume", target: { key: "drop" } })).toEqual([1, 2, 3]);
		expect([...model.state.files.values()].map(({ state }) => state)).toEqual([
			"queued",
			"expected",
			"expected",
		]);
	});

	it("never restore a cancelled file by retrying all failed ones", () => {
		const model = announced("a.jpg");
		execute(model, { type: "verb", verb: "cancel", target: { file: 1 } });
		expect(execute(model, { type: "verb", verb: "retry", target: "session" })).toEqual([]);
		expect(execute(model, { type: "verb", verb: "retry", target: { file: 1 } })).toEqual([1]);
	});

	it("are refused for an unknown target", () => {
		expect(execute(announced("a.jpg"), { type: "verb", verb: "pause", target: { file: 9 } })).toEqual([
			"not-found",
		]);
		expect(execute(announced("a.jpg"), { type: "verb", verb: "pause", target: { key: "nope" } })).toEqual([
			"not-found",
		]);
		expect(execute(announced("a.jpg"), { type: "remove", target: { key: "nope" } })).toEqual(["not-found"]);
	});

	it("remove a batch with all its files, and never reuse its numbers", () => {
		const model = announced("a.jpg", "b.jpg");
		expect(execute(model, { type: "remove", target: { key: "drop" } })).toEqual([1, 2]);
		expect(model.state.batches.size + model.state.files.size).toBe(0);
		expect(execute(model, { type: "announce", key: "drop", entries: [entry("c.jpg")], hash: "h" })).toEqual([
			3,
		]);
	});
});
