import { beforeEach, describe, expect, it } from "vitest";
import type { Failure } from "../../../../client/http/failure.ts";
import type { FileDetails } from "../../../../src/protocol/http/reply.ts";
import { ok, type Result, refuse } from "../../../../src/protocol/result.ts";
import { Selection } from "../../../../web/models/details/selection.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { settle } from "../../../client/support/fake-clock.ts";
import { created, frame, record, snapshot } from "../../support/frames.ts";

let session: SessionModel;
let asked: number[];
let answer: Result<FileDetails, Failure>;
let address: number | undefined;
let moved: () => void;
let selection: Selection;

beforeEach(() => {
	session = new SessionModel(
		(work) => work(),
		(work) => work(),
		() => 0,
	);
	session.deliver(snapshot(1, [{ batch: 1, key: "drop", at: 1 }, created(1), created(2)]));
	asked = [];
	answer = ok({ file: record(1), place: null, facts: null });
	address = undefined;
	selection = new Selection(
		{
			readFile: async (n) => {
				asked.push(n);
				return answer;
			},
		},
		session,
		{
			read: () => address,
			push: (n) => {
				address = n;
			},
			back: () => {
				address = undefined;
			},
			onChange: (listener) => {
				moved = listener;
			},
		},
	);
});

describe("the open file", () => {
	it("stands in the address, so that a reload opens it again", () => {
		selection.choose(2);
		expect(address).toBe(2);
		address = 1;
		selection.restore();
		expect(selection.open.value).toBe(1);
		address = 99;
		selection.restore();
		expect(selection.open.value).toBe(1);
	});

	it("keeps where something was found in it, until another is opened", () => {
		const found = { chunk: 3, place: { page: 2 }, words: ["lamp"], excerpt: "a lamp" };
		selection.choose(1, found);
		expect(selection.found.value).toEqual(found);
		selection.choose(1, { ...found, chunk: 4 });
		expect(selection.found.value?.chunk).toBe(4);
		selection.choose(2);
		expect(selection.found.value).toBeUndefined();
	});

	it("closes when a person goes back", () => {
		selection.choose(1);
		address = undefined;
		moved();
		expect(selection.open.value).toBeUndefined();
	});

	it("reads its facts again when its state changes, and not for every change", async () => {
		selection.choose(1);
		session.deliver(frame(1, [{ file: 1, progress: 5 }]));
		expect(asked).toEqual([1]);
		session.deliver(frame(2, [{ file: 1, state: "completed" }]));
		expect(asked).toEqual([1, 1]);
		await settle();
		expect(selection.loaded.value.state).toBe("there");
	});

	it("closes when its file is removed", () => {
		selection.choose(1);
		session.deliver(frame(1, [{ file: 1, removed: true }]));
		expect(selection.open.value).toBeUndefined();
		expect(address).toBeUndefined();
	});

	it("says why its facts are not there", async () => {
		answer = refuse({ kind: "network" });
		selection.choose(1);
		await settle();
		expect(selection.loaded.value).toEqual({
			state: "failed",
			detail: "The facts could not be read. The server could not be reached.",
		});
	});

	it("shows nothing of a file that was left meanwhile", async () => {
		selection.choose(1);
		selection.choose(2);
		selection.close();
		await settle();
		expect(selection.loaded.value.state).toBe("loading");
	});
});
