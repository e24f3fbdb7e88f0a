import { describe, expect, it } from "vitest";
import type { Command } from "../../../src/session/rules/command.ts";
import { emptyModel, type Model } from "../../../src/session/state/model.ts";
import { does, entry } from "./decide-and-fold.ts";

function announced(...names: string[]): Model {
	const model = emptyModel("epoch");
	does(model, { type: "announce", key: "drop", entries: names.map((name) => entry(name)), hash: "h" });
	return model;
}

const arrives = (file: number, object: string, size = 10): Command => ({
	type: "store",
	arrivals: [{ object, size, to: { file } }],
});

describe("a manifest", () => {
	it("numbers its files in order, duplicates and all", () => {
		const model = emptyModel("epoch");
		const entries = [entry("a.jpg"), entry("a.jpg"), entry("empty", 0)];
		expect(does(model, { type: "announce", key: "drop", entries, hash: "h" })).toEqual([1, 2, 3]);
		expect([...model.state.files.values()].map(({ state }) => state)).toEqual([
			"expected",
			"expected",
			"expected",
		]);
	});

	it("gives the same numbers when it comes again, and new ones when it differs", () => {
		const model = announced("a.jpg", "b.jpg");
		const entries = [entry("a.jpg"), entry("b.jpg")];
		expect(does(model, { type: "announce", key: "drop", entries, hash: "h" })).toEqual([1, 2]);
		expect(model.state.files.size).toBe(2);
		expect(does(model, { type: "announce", key: "drop", entries: [entry("c.jpg")], hash: "other" })).toEqual([
			3,
		]);
	});

	it("gives new numbers when some of its files were removed since", () => {
		const model = announced("a.jpg", "b.jpg");
		does(model, { type: "remove", target: { file: 1 } });
		const entries = [entry("a.jpg"), entry("b.jpg")];
		expect(does(model, { type: "announce", key: "drop", entries, hash: "h" })).toEqual([3, 4]);
	});
});

describe("bytes that arrive", () => {
	it("queue their file", () => {
		const model = announced("a.jpg");
		expect(does(model, arrives(1, "object"))).toEqual([1]);
		expect(model.state.files.get(1)).toMatchObject({
			state: "queued",
			stored: 10,
			progress: 10,
			stage: "upload_complete",
		});
		expect(model.objects.get(1)).toBe("object");
	});

	it("are refused a second time, and the first stay", () => {
		const model = announced("a.jpg");
		does(model, arrives(1, "first"));
		expect(does(model, arrives(1, "second"))).toEqual(["already-stored"]);
		expect(model.objects.get(1)).toBe("first");
	});

	it.each([
		[9, "body-too-short"],
		[11, "body-too-long"],
	])("are refused when they are %i of 10", (size, code) => {
		expect(does(announced("a.jpg"), arrives(1, "object", size))).toEqual([code]);
	});

	it("are refused for a number that nobody announced", () => {
		expect(does(announced("a.jpg"), arrives(2, "object"))).toEqual(["not-found"]);
	});

	it("of one number twice in a form count once", () => {
		const model = announced("a.jpg");
		const arrivals = ["x", "y"].map((object) => ({ object, size: 10, to: { file: 1 } }));
		expect(does(model, { type: "store", arrivals })).toEqual([1, "already-stored"]);
	});

	it("without a number are a new file of the batch", () => {
		const model = emptyModel("epoch");
		const to = { key: "upload", entry: entry("a.jpg") };
		expect(does(model, { type: "store", arrivals: [{ object: "x", size: 10, to }] })).toEqual([1]);
		expect(model.state.files.get(1)).toMatchObject({ name: "a.jpg", state: "queued", batch: 1 });
	});

	it("without a number are the announced file of that name and size, each once", () => {
		const model = announced("a.jpg", "a.jpg", "b.jpg");
		const to = { key: "drop", entry: entry("a.jpg") };
		const arrivals = ["x", "y", "z"].map((object) => ({ object, size: 10, to }));
		expect(does(model, { type: "store", arrivals })).toEqual([1, 2, 4]);
	});

	it("of an upload that another one has overtaken are refused", () => {
		const model = announced("a.jpg");
		does(model, { type: "begin", file: 1, object: "slow" });
		does(model, { type: "begin", file: 1, object: "fast" });
		expect(does(model, arrives(1, "slow"))).toEqual(["wrong-state"]);
		expect(does(model, arrives(1, "fast"))).toEqual([1]);
	});
});

describe("an upload that breaks off", () => {
	it("leaves its file expected", () => {
		const model = announced("a.jpg");
		does(model, { type: "begin", file: 1, object: "x" });
		does(model, { type: "release", file: 1, object: "x" });
		expect(model.state.files.get(1)?.state).toBe("expected");
		expect(model.incoming.size).toBe(0);
	});

	it("does not disturb the one that has taken its place", () => {
		const model = announced("a.jpg");
		does(model, { type: "begin", file: 1, object: "x" });
		does(model, { type: "begin", file: 1, object: "y" });
		does(model, { type: "release", file: 1, object: "x" });
		expect(model.state.files.get(1)?.state).toBe("uploading");
	});
});

describe("the order of work", () => {
	it("takes turns between batches, however many files one of them brings", () => {
		const model = emptyModel("epoch");
		const bring = (key: string, count: number) => {
			const to = { key, entry: entry("x") };
			const arrivals = Array.from({ length: count }, (_, index) => ({
				object: `${key}${index}`,
				size: 10,
				to,
			}));
			does(model, { type: "store", arrivals });
		};
		bring("large", 100);
		bring("small", 2);
		const small = [...model.state.files.values()].filter(({ batch }) => batch === 2);
		expect(small.map(({ ticket }) => ticket)).toEqual([1, 2]);
	});

	it("does not let a batch that comes late pass what is being called", () => {
		const model = emptyModel("epoch");
		const to = { key: "first", entry: entry("x") };
		does(model, {
			type: "store",
			arrivals: Array.from({ length: 5 }, (_, i) => ({ object: `${i}`, size: 10, to })),
		});
		does(model, { type: "start", files: [1, 2, 3] });
		does(model, {
			type: "store",
			arrivals: [{ object: "late", size: 10, to: { key: "second", entry: entry("y") } }],
		});
		expect(model.state.files.get(6)?.ticket).toBe(4);
	});
});

describe("commands of a person", () => {
	it("do what they can to many files and can be sent twice", () => {
		const model = announced("a.jpg", "b.jpg", "c.jpg");
		does(model, arrives(1, "x"));
		expect(does(model, { type: "verb", verb: "pause", target: "session" })).toEqual([1, 2, 3]);
		expect(does(model, { type: "verb", verb: "pause", target: "session" })).toEqual([]);
		expect(does(model, { type: "verb", verb: "resume", target: { key: "drop" } })).toEqual([1, 2, 3]);
		expect([...model.state.files.values()].map(({ state }) => state)).toEqual([
			"queued",
			"expected",
			"expected",
		]);
	});

	it("never bring a cancelled file back by retrying all that failed", () => {
		const model = announced("a.jpg");
		does(model, { type: "verb", verb: "cancel", target: { file: 1 } });
		expect(does(model, { type: "verb", verb: "retry", target: "session" })).toEqual([]);
		expect(does(model, { type: "verb", verb: "retry", target: { file: 1 } })).toEqual([1]);
	});

	it("are refused for what is not there", () => {
		expect(does(announced("a.jpg"), { type: "verb", verb: "pause", target: { file: 9 } })).toEqual([
			"not-found",
		]);
		expect(does(announced("a.jpg"), { type: "verb", verb: "pause", target: { key: "nope" } })).toEqual([
			"not-found",
		]);
		expect(does(announced("a.jpg"), { type: "remove", target: { key: "nope" } })).toEqual(["not-found"]);
	});

	it("remove a batch with all its files, and its numbers are never given again", () => {
		const model = announced("a.jpg", "b.jpg");
		expect(does(model, { type: "remove", target: { key: "drop" } })).toEqual([1, 2]);
		expect(model.state.batches.size + model.state.files.size).toBe(0);
		expect(does(model, { type: "announce", key: "drop", entries: [entry("c.jpg")], hash: "h" })).toEqual([3]);
	});
});
