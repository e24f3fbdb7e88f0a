import { beforeEach, describe, expect, it } from "vitest";
import type { Failure } from "../../../../client/http/failure.ts";
import type { FileDetails } from "../../../../src/protocol/http/reply.ts";
import { ok, type Result, refuse } from "../../../../src/protocol/result.ts";
import { Selection } from "../../../../web/models/details/selection.ts";
import { SessionModel } from "../../../../web/models/session/session-model.ts";
import { settle } from "../../../client/support/fake-clock.ts";
import { created, frame, record, snapshot } from "../../support/frames.ts";

let session: SessionModel;
let requests: number[];
let answer: Result<FileDetails, Failure>;
let address: number | undefined;
let goBack: () => void;
let selection: Selection;

beforeEach(() => {
	session = new SessionModel(
		(work) => work(),
		(work) => work(),
		() => 0,
	);
	session.deliver(snapshot(1, [{ batch: 1, key: "drop", at: 1 }, created(1), created(2)]));
	requests = [];
	answer = ok({ file: record(1), place: null, facts: null });
	address = undefined;
	selection = new Selection(
		{
			readFile: async (n) => {
				requests.push(n);
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
				goBack = listener;
			},
		},
	);
});

describe("the open file", () => {
	it("is in the address bar, so that a reload opens it again", () => {
		selection.select(2);
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
		selection.select(1, found);
		expect(selection.found.value).toEqual(found);
		selection.select(1, { ...found, chunk: 4 });
		expect(selection.found.value?.chunk).toBe(4);
		selection.select(2);
		expect(selection.found.value).toBeUndefined();
	});

	it("closes when the person goes back", () => {
		selection.select(1);
		address = undefined;
		goBack();
		expect(selection.open.value).toBeUndefined();
	});

	it("loads its facts again when its state changes, not for every change", async () => {
		selection.select(1);
		session.deliver(frame(1, [{ file: 1, progress: 5 }]));
		expect(requests).toEqual([1]);
		session.deliver(frame(2, [{ file: 1, state: "completed" }]));
		expect(requests).toEqual([1, 1]);
		await settle();
		expect(selection.loaded.value.state).toBe("loaded");
	});

	it("closes when its file is removed", () => {
		selection.select(1);
		session.deliver(frame(1, [{ file: 1, removed: true }]));
		expect(selection.open.value).toBeUndefined();
		expect(address).toBeUndefined();
	});

	it("shows why its facts could not be loaded", async () => {
		answer = refuse({ kind: "network" });
		selection.select(1);
		await settle();
		expect(selection.loaded.value).toEqual({
			state: "failed",
			detail: "The details could not be loaded. The server could not be reached.",
		});
	});

	it("shows nothing of a file that was closed meanwhile", async () => {
		selection.select(1);
		selection.select(2);
		selection.close();
		await settle();
		expect(selection.loaded.value.state).toBe("loading");
	});
});
